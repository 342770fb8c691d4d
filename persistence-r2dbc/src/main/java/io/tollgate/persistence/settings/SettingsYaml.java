package io.tollgate.persistence.settings;

import static java.util.stream.Collectors.toMap;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.SignatureAlgorithm;
import io.tollgate.domain.merchant.SigningKey;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.notification.WebhookEndpoint;
import io.tollgate.domain.product.Product;
import io.tollgate.domain.risk.RiskRule;
import io.tollgate.domain.routing.Route;
import io.tollgate.domain.settings.Settings;
import java.io.StringReader;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Settings as a YAML file: a seed for an empty database, as the module's README describes it.
 *
 * <p>The file is bounded in size, depth and aliases, and no tag in it makes an object. Everything
 * that is wrong throws {@link InvalidSettingsFile}: unknown and repeated keys, values that break
 * their rule, references to what is not there.
 */
public final class SettingsYaml {

  private static final int MOST_CHARACTERS = 1024 * 1024;
  private static final int DEEPEST = 12;
  private static final int MOST_ALIASES = 20;
  private static final Set<String> COUNTRIES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  private SettingsYaml() {}

  /**
   * The settings in a file's text.
   *
   * @param variables fills {@code ${NAME}} and {@code ${NAME:default}} in values; null where a
   *     variable is not set
   */
  public static Settings.Parts read(String yaml, Function<String, @Nullable String> variables) {
    var document = parsed(yaml);
    if (document == null) {
      return Settings.Parts.NONE;
    }
    var root = new YamlPart("", document, new Placeholders(variables)::fill);
    var parts = parts(root);
    return checked(root, () -> new Settings(0, parts), parts);
  }

  private static @Nullable Node parsed(String yaml) {
    if (yaml.length() > MOST_CHARACTERS) {
      throw new InvalidSettingsFile(
          "%d characters (expected: at most %d)".formatted(yaml.length(), MOST_CHARACTERS));
    }
    try {
      return new Yaml(bounds()).compose(new StringReader(yaml));
    } catch (MarkedYAMLException broken) {
      // Its message quotes the line, and the line may hold a secret.
      var mark = broken.getProblemMark();
      throw new InvalidSettingsFile(
          "line %d: not YAML: %s"
              .formatted(mark == null ? 0 : mark.getLine() + 1, broken.getProblem()));
    } catch (YAMLException broken) {
      throw new InvalidSettingsFile("not YAML: " + broken.getMessage());
    }
  }

  private static LoaderOptions bounds() {
    var bounds = new LoaderOptions();
    bounds.setCodePointLimit(MOST_CHARACTERS);
    bounds.setNestingDepthLimit(DEEPEST);
    bounds.setMaxAliasesForCollections(MOST_ALIASES);
    bounds.setAllowDuplicateKeys(false);
    bounds.setAllowRecursiveKeys(false);
    return bounds;
  }

  private static Settings.Parts parts(YamlPart root) {
    var fields =
        new YamlFields(root, "merchants", "keys", "webhooks", "accounts", "routes", "risk-rules");
    return new Settings.Parts(
        fields.each("merchants", SettingsYaml::merchant),
        fields.each("keys", SettingsYaml::signingKey),
        fields.each("webhooks", SettingsYaml::webhook),
        fields.each("accounts", SettingsYaml::account),
        fields.each("routes", SettingsYaml::route),
        fields.each("risk-rules", SettingsYaml::riskRule));
  }

  private static Merchant merchant(YamlPart part) {
    var fields = new YamlFields(part, "id", "name", "enabled", "requests-per-second");
    return new Merchant(
        fields.required("id").as(MerchantId::new),
        fields.required("name").text(),
        fields.optional("enabled", YamlPart::flag, true),
        fields.optional("requests-per-second", YamlPart::count, 1_000));
  }

  private static SigningKey signingKey(YamlPart part) {
    var fields = new YamlFields(part, "id", "merchant", "algorithm", "secret", "public-key");
    var algorithm =
        fields
            .required("algorithm")
            .choice(
                SignatureAlgorithm::named,
                "one of "
                    + Arrays.stream(SignatureAlgorithm.values())
                        .map(SignatureAlgorithm::registeredName)
                        .toList());
    var material =
        switch (algorithm) {
          case HMAC_SHA256 -> YamlSecrets.shared(fields.sole("secret", "public-key"));
          case ED25519, RSA_PSS_SHA512 ->
              YamlSecrets.publicKey(fields.sole("public-key", "secret"), algorithm);
        };
    return new SigningKey(
        fields.required("id").text(),
        fields.required("merchant").as(MerchantId::new),
        algorithm,
        material);
  }

  private static WebhookEndpoint webhook(YamlPart part) {
    var fields = new YamlFields(part, "id", "merchant", "url", "secrets", "events", "enabled");
    return checkedIn(
        part,
        () ->
            new WebhookEndpoint(
                fields.required("id").text(),
                fields.required("merchant").as(MerchantId::new),
                address(fields.required("url")),
                fields.required("secrets").items().stream().map(YamlSecrets::ofWebhook).toList(),
                fields.optional("events", events -> events.set(YamlPart::text), Set.of()),
                fields.optional("enabled", YamlPart::flag, true)));
  }

  private static ChannelAccount account(YamlPart part) {
    var fields = new YamlFields(part, "id", "base-url", "secrets", "options", "limits");
    return new ChannelAccount(
        fields.required("id").as(AccountId::parse),
        address(fields.required("base-url")),
        fields.optional("secrets", secrets -> each(secrets, YamlSecrets::ofChannel), Map.of()),
        fields.optional("options", options -> each(options, YamlPart::text), Map.of()),
        fields.optional("limits", SettingsYaml::limits, ChannelLimits.DEFAULT));
  }

  private static ChannelLimits limits(YamlPart part) {
    var fields =
        new YamlFields(
            part, "max-in-flight", "connect-timeout", "reply-timeout", "queries-per-second");
    var usual = ChannelLimits.DEFAULT;
    return new ChannelLimits(
        fields.optional("max-in-flight", YamlPart::count, usual.maxInFlight()),
        fields.optional("connect-timeout", YamlPart::duration, usual.connectTimeout()),
        fields.optional("reply-timeout", YamlPart::duration, usual.replyTimeout()),
        fields.optional("queries-per-second", YamlPart::count, usual.queriesPerSecond()));
  }

  private static Route route(YamlPart part) {
    var fields =
        new YamlFields(
            part,
            "name",
            "account",
            "priority",
            "weight",
            "merchants",
            "products",
            "currencies",
            "countries",
            "min",
            "max");
    return checkedIn(
        part,
        () ->
            new Route(
                fields.required("name").text(),
                fields.required("account").as(AccountId::parse),
                fields.optional("priority", SettingsYaml::priority, 10),
                fields.optional("weight", YamlPart::count, 1),
                merchants(fields),
                fields.optional("products", all -> all.set(SettingsYaml::product), Set.of()),
                fields.optional("currencies", all -> all.set(SettingsYaml::currency), Set.of()),
                fields.optional("countries", all -> all.set(SettingsYaml::country), Set.of()),
                fields.optional("min", SettingsYaml::amount, 1L),
                fields.optional("max", SettingsYaml::amount, Long.MAX_VALUE)));
  }

  private static RiskRule riskRule(YamlPart part) {
    var fields = new YamlFields(part, "name", "merchants", "amount-limit", "velocity");
    var name = fields.required("name").text();
    var merchants = merchants(fields);
    return fields.has("velocity")
        ? velocity(name, merchants, fields.sole("velocity", "amount-limit"))
        : amountLimit(name, merchants, fields.sole("amount-limit", "velocity"));
  }

  private static RiskRule amountLimit(String name, Set<MerchantId> merchants, YamlPart part) {
    var fields = new YamlFields(part, "currency", "max");
    return new RiskRule.AmountLimit(
        name, merchants, currency(fields.required("currency")), amount(fields.required("max")));
  }

  private static RiskRule velocity(String name, Set<MerchantId> merchants, YamlPart part) {
    var fields = new YamlFields(part, "per", "window", "max");
    return new RiskRule.Velocity(
        name,
        merchants,
        fields.required("per").choice(SettingsYaml::per, "merchant, customer or method"),
        fields.required("window").duration(),
        fields.required("max").count());
  }

  private static Set<MerchantId> merchants(YamlFields fields) {
    return fields.optional("merchants", all -> all.set(one -> one.as(MerchantId::new)), Set.of());
  }

  private static Product product(YamlPart part) {
    return part.choice(
        Product::coded, "one of " + Arrays.stream(Product.values()).map(Product::code).toList());
  }

  private static String currency(YamlPart part) {
    return part.choice(Money::currency, "an ISO 4217 code with minor units").getCurrencyCode();
  }

  private static String country(YamlPart part) {
    return part.choice(
        text -> COUNTRIES.contains(text) ? Optional.of(text) : Optional.empty(),
        "an ISO 3166-1 alpha-2 code");
  }

  private static Optional<RiskRule.Per> per(String text) {
    return Arrays.stream(RiskRule.Per.values())
        .filter(per -> per.name().toLowerCase(Locale.ROOT).equals(text))
        .findAny();
  }

  private static int priority(YamlPart part) {
    return (int) part.number(0, Integer.MAX_VALUE);
  }

  private static long amount(YamlPart part) {
    return part.number(1, Long.MAX_VALUE);
  }

  private static URI address(YamlPart part) {
    var address = part.as(URI::create);
    boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!web || address.getHost() == null) {
      throw part.wrong(part.quoted(), "an http or https address");
    }
    return address;
  }

  private static <T> Map<String, T> each(YamlPart part, Function<YamlPart, T> reading) {
    return part.namedParts().entrySet().stream()
        .collect(toMap(Map.Entry::getKey, entry -> reading.apply(entry.getValue())));
  }

  /** What the type itself refuses is told with the part's path. */
  private static <T> T checkedIn(YamlPart part, Supplier<T> making) {
    try {
      return making.get();
    } catch (InvalidSettingsFile alreadyTold) {
      throw alreadyTold;
    } catch (IllegalArgumentException refused) {
      throw new InvalidSettingsFile(part.where() + refused.getMessage());
    }
  }

  private static <T> T checked(YamlPart root, Supplier<Settings> check, T parts) {
    var _ = checkedIn(root, check);
    return parts;
  }
}
