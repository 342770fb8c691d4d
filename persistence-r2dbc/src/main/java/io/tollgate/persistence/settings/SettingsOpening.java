package io.tollgate.persistence.settings;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.merchant.SignatureAlgorithm;
import io.tollgate.domain.merchant.SigningKey;
import io.tollgate.domain.notification.WebhookEndpoint;
import io.tollgate.domain.product.Product;
import io.tollgate.domain.risk.RiskRule;
import io.tollgate.domain.routing.Route;
import io.tollgate.domain.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Turns rows into settings, opening what is sealed. {@link SettingsSealing} is the way there. */
final class SettingsOpening {

  private final SettingsSealer sealer;
  private final StoredSettings stored;
  private final Map<String, List<StoredRow>> webhookSecrets;
  private final Map<String, List<StoredRow>> channelSecrets;

  private SettingsOpening(StoredSettings stored, SettingsSealer sealer) {
    this.stored = stored;
    this.sealer = sealer;
    this.webhookSecrets =
        stored.of(SettingsTable.WEBHOOK_SECRET).stream()
            .collect(groupingBy(row -> row.text("endpoint")));
    this.channelSecrets =
        stored.of(SettingsTable.CHANNEL_SECRET).stream()
            .collect(groupingBy(row -> row.text("account")));
  }

  static Settings opened(StoredSettings stored, SettingsSealer sealer) {
    return new Settings(stored.version(), new SettingsOpening(stored, sealer).parts());
  }

  private Settings.Parts parts() {
    return new Settings.Parts(
        each(SettingsTable.MERCHANT, "id", this::merchant),
        each(SettingsTable.SIGNING_KEY, "id", this::signingKey),
        each(SettingsTable.WEBHOOK_ENDPOINT, "id", this::endpoint),
        each(SettingsTable.CHANNEL_ACCOUNT, "id", this::account),
        each(SettingsTable.ROUTE, "name", this::route),
        each(SettingsTable.RISK_RULE, "name", this::riskRule));
  }

  private <T> List<T> each(SettingsTable table, String id, Function<StoredRow, T> reading) {
    return stored.of(table).stream()
        .map(row -> named(table, row.text(id), () -> reading.apply(row)))
        .toList();
  }

  /** Whatever is wrong with a row is told with the row's name. */
  private static <T> T named(SettingsTable table, String id, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UnreadableSettings alreadyNamed) {
      throw alreadyNamed;
    } catch (RuntimeException unusable) {
      throw new UnreadableSettings(
          "%s '%s': %s".formatted(table.tableName(), id, unusable.getMessage()), unusable);
    }
  }

  private Merchant merchant(StoredRow row) {
    return new Merchant(
        new MerchantId(row.text("id")),
        row.text("name"),
        row.flag("enabled"),
        row.number("requests_per_second"));
  }

  private SigningKey signingKey(StoredRow row) {
    var id = row.text("id");
    var merchant = row.text("merchant");
    var algorithm = row.text("algorithm");
    return new SigningKey(
        id,
        new MerchantId(merchant),
        SignatureAlgorithm.named(algorithm)
            .orElseThrow(() -> new IllegalArgumentException("algorithm: '" + algorithm + "'")),
        sealer.open(SealedFields.material(id, merchant, algorithm), row.bytes("sealed_material")));
  }

  private WebhookEndpoint endpoint(StoredRow row) {
    var id = row.text("id");
    return new WebhookEndpoint(
        id,
        new MerchantId(row.text("merchant")),
        URI.create(row.text("url")),
        webhookSecrets.getOrDefault(id, List.of()).stream().map(this::webhookSecret).toList(),
        Set.copyOf(row.texts("events")),
        row.flag("enabled"));
  }

  private Secret webhookSecret(StoredRow row) {
    var endpoint = row.text("endpoint");
    int position = row.number("position");
    return named(
        SettingsTable.WEBHOOK_SECRET,
        endpoint + "/" + position,
        () ->
            sealer.open(
                SealedFields.webhookSecret(endpoint, position), row.bytes("sealed_secret")));
  }

  private ChannelAccount account(StoredRow row) {
    var id = row.text("id");
    return new ChannelAccount(
        AccountId.parse(id),
        URI.create(row.text("base_url")),
        channelSecrets.getOrDefault(id, List.of()).stream()
            .collect(toMap(secret -> secret.text("name"), this::channelSecret)),
        row.textsByName("options"),
        new ChannelLimits(
            row.number("max_in_flight"),
            Duration.ofMillis(row.longNumber("connect_timeout_ms")),
            Duration.ofMillis(row.longNumber("reply_timeout_ms")),
            row.number("queries_per_second")));
  }

  private Secret channelSecret(StoredRow row) {
    var account = row.text("account");
    var name = row.text("name");
    return named(
        SettingsTable.CHANNEL_SECRET,
        account + "/" + name,
        () -> sealer.open(SealedFields.channelSecret(account, name), row.bytes("sealed_secret")));
  }

  private Route route(StoredRow row) {
    return new Route(
        row.text("name"),
        AccountId.parse(row.text("account")),
        row.number("priority"),
        row.number("weight"),
        merchants(row),
        row.texts("products").stream().map(SettingsOpening::product).collect(toSet()),
        Set.copyOf(row.texts("currencies")),
        Set.copyOf(row.texts("countries")),
        row.longNumber("min_amount"),
        row.longNumber("max_amount"));
  }

  private RiskRule riskRule(StoredRow row) {
    var kind = row.text("kind");
    return switch (kind) {
      case "amount_limit" ->
          new RiskRule.AmountLimit(
              row.text("name"), merchants(row), row.text("currency"), row.longNumber("max_amount"));
      case "velocity" ->
          new RiskRule.Velocity(
              row.text("name"),
              merchants(row),
              RiskRule.Per.valueOf(row.text("counted_per").toUpperCase(Locale.ROOT)),
              Duration.ofMillis(row.longNumber("window_ms")),
              row.number("max_payments"));
      default ->
          throw new IllegalArgumentException(
              "kind: '" + kind + "' (expected: amount_limit or velocity)");
    };
  }

  private static Set<MerchantId> merchants(StoredRow row) {
    return row.texts("merchants").stream().map(MerchantId::new).collect(toSet());
  }

  private static Product product(String code) {
    return Product.coded(code)
        .orElseThrow(() -> new IllegalArgumentException("product: '" + code + "'"));
  }
}
