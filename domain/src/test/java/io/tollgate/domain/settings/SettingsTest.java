package io.tollgate.domain.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.merchant.SignatureAlgorithm;
import io.tollgate.domain.merchant.SigningKey;
import io.tollgate.domain.notification.WebhookEndpoint;
import io.tollgate.domain.risk.RiskRule;
import io.tollgate.domain.routing.Route;
import io.tollgate.domain.settings.Settings.Parts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  private static final MerchantId DEMO = new MerchantId("demo");
  private static final MerchantId STRANGER = new MerchantId("stranger");
  private static final AccountId STRIPE = new AccountId("stripe", "eu-1");
  private static final AccountId NOWHERE = new AccountId("nowhere", "x");

  private static final List<Merchant> MERCHANTS = List.of(new Merchant(DEMO, "Demo", true, 100));
  private static final List<SigningKey> KEYS = List.of(key("mk_demo", DEMO));
  private static final List<WebhookEndpoint> ENDPOINTS = List.of(endpoint("shop", DEMO));
  private static final List<ChannelAccount> ACCOUNTS = List.of(account(STRIPE));
  private static final List<Route> ROUTES = List.of(route("cards", STRIPE, Set.of(DEMO)));
  private static final List<RiskRule> RULES = List.of(limit("limit", Set.of(DEMO)));

  @Test
  void findsEverythingByItsId() {
    var settings = new Settings(7, new Parts(MERCHANTS, KEYS, ENDPOINTS, ACCOUNTS, ROUTES, RULES));

    assertThat(settings.version()).isEqualTo(7);
    assertThat(settings.merchant(DEMO)).contains(MERCHANTS.getFirst());
    assertThat(settings.merchants()).containsExactlyElementsOf(MERCHANTS);
    assertThat(settings.key("mk_demo")).contains(KEYS.getFirst());
    assertThat(settings.account(STRIPE)).contains(ACCOUNTS.getFirst());
    assertThat(settings.accounts()).containsExactlyElementsOf(ACCOUNTS);
    assertThat(settings.endpoints(DEMO)).containsExactlyElementsOf(ENDPOINTS);
    assertThat(settings.routes()).isEqualTo(ROUTES);
    assertThat(settings.riskRules()).isEqualTo(RULES);
  }

  @Test
  void knowsNothingElse() {
    var settings = new Settings(1, Parts.NONE);

    assertThat(settings.merchant(DEMO)).isEmpty();
    assertThat(settings.key("mk_demo")).isEmpty();
    assertThat(settings.account(STRIPE)).isEmpty();
    assertThat(settings.endpoints(DEMO)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("danglingReferences")
  void refusesReferencesToWhatIsNotThere(String what, Parts parts) {
    assertThatIllegalArgumentException()
        .as(what)
        .isThrownBy(() -> new Settings(1, parts))
        .withMessageContaining("which is unknown");
  }

  private static Stream<Arguments> danglingReferences() {
    return Stream.of(
        Arguments.of(
            "key of a stranger",
            new Parts(MERCHANTS, List.of(key("mk", STRANGER)), ENDPOINTS, ACCOUNTS, ROUTES, RULES)),
        Arguments.of(
            "webhook of a stranger",
            new Parts(MERCHANTS, KEYS, List.of(endpoint("x", STRANGER)), ACCOUNTS, ROUTES, RULES)),
        Arguments.of(
            "route to nowhere",
            new Parts(
                MERCHANTS,
                KEYS,
                ENDPOINTS,
                ACCOUNTS,
                List.of(route("r", NOWHERE, Set.of())),
                RULES)),
        Arguments.of(
            "route of a stranger",
            new Parts(
                MERCHANTS,
                KEYS,
                ENDPOINTS,
                ACCOUNTS,
                List.of(route("r", STRIPE, Set.of(STRANGER))),
                RULES)),
        Arguments.of(
            "rule of a stranger",
            new Parts(
                MERCHANTS,
                KEYS,
                ENDPOINTS,
                ACCOUNTS,
                ROUTES,
                List.of(limit("l", Set.of(STRANGER))))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("duplicates")
  void refusesTwoOfAName(String what, Parts parts) {
    assertThatIllegalArgumentException()
        .as(what)
        .isThrownBy(() -> new Settings(1, parts))
        .withMessageContaining("is there twice");
  }

  private static Stream<Arguments> duplicates() {
    return Stream.of(
        Arguments.of(
            "merchants", new Parts(twice(MERCHANTS), KEYS, ENDPOINTS, ACCOUNTS, ROUTES, RULES)),
        Arguments.of("keys", new Parts(MERCHANTS, twice(KEYS), ENDPOINTS, ACCOUNTS, ROUTES, RULES)),
        Arguments.of(
            "endpoints", new Parts(MERCHANTS, KEYS, twice(ENDPOINTS), ACCOUNTS, ROUTES, RULES)),
        Arguments.of(
            "accounts", new Parts(MERCHANTS, KEYS, ENDPOINTS, twice(ACCOUNTS), ROUTES, RULES)),
        Arguments.of(
            "routes", new Parts(MERCHANTS, KEYS, ENDPOINTS, ACCOUNTS, twice(ROUTES), RULES)),
        Arguments.of(
            "rules", new Parts(MERCHANTS, KEYS, ENDPOINTS, ACCOUNTS, ROUTES, twice(RULES))));
  }

  @Test
  void cannotBeChanged() {
    var settings = new Settings(1, new Parts(MERCHANTS, KEYS, ENDPOINTS, ACCOUNTS, ROUTES, RULES));

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> settings.endpoints(DEMO).clear());
    assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> settings.routes().clear());
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> settings.merchants().clear());
  }

  @Test
  void writesNoSecretIntoLogs() {
    assertThat(KEYS.getFirst().toString()).doesNotContain("hush").contains("***");
  }

  private static <T> List<T> twice(List<T> one) {
    return List.of(one.getFirst(), one.getFirst());
  }

  private static SigningKey key(String id, MerchantId merchant) {
    return new SigningKey(id, merchant, SignatureAlgorithm.HMAC_SHA256, Secret.ofText("hush"));
  }

  private static WebhookEndpoint endpoint(String id, MerchantId merchant) {
    return new WebhookEndpoint(
        id,
        merchant,
        URI.create("https://shop.example/hooks"),
        List.of(Secret.ofText("hush")),
        Set.of());
  }

  private static ChannelAccount account(AccountId id) {
    return new ChannelAccount(
        id, URI.create("https://api.stripe.example"), Map.of(), Map.of(), ChannelLimits.DEFAULT);
  }

  private static Route route(String name, AccountId account, Set<MerchantId> merchants) {
    return new Route(
        name, account, 1, 1, merchants, Set.of(), Set.of(), Set.of(), 0, Long.MAX_VALUE);
  }

  private static RiskRule limit(String name, Set<MerchantId> merchants) {
    return new RiskRule.AmountLimit(name, merchants, "EUR", 1);
  }
}
