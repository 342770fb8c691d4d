package io.tollgate.persistence.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsYamlTest {

  private static final String WEBHOOK_SECRET = "whsec_" + "A".repeat(32);

  private static final String FULL =
      """
      merchants:
        - {id: demo, name: "Demo", requests-per-second: 2000}
        - {id: closed, name: Closed, enabled: false}
      keys:
        - {id: mk_demo, merchant: demo, algorithm: hmac-sha256, secret: "text:0123456789abcdef"}
        - {id: mk_raw, merchant: demo, algorithm: hmac-sha256, secret: "base64:AAECAwQFBgcICQoLDA0ODw=="}
      webhooks:
        - id: demo-hook
          merchant: demo
          url: http://127.0.0.1:9000/hook
          secrets: [whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA]
          events: [payment.succeeded]
      accounts:
        - id: stripe/demo
          base-url: http://127.0.0.1:9001
          secrets: {api-key: sk_test_1, webhook: "base64:AAEC"}
          options: {version: 2026-01-01, retries: 010, partial: no}
          limits: {max-in-flight: 7, connect-timeout: 1500ms, reply-timeout: 1m, queries-per-second: 3}
        - {id: alipay/eu-1, base-url: "https://alipay.example/api"}
      routes:
        - name: cards
          account: stripe/demo
          priority: 5
          weight: 3
          merchants: [demo]
          products: [foreign_card, quick_pay]
          currencies: [EUR]
          countries: [DE, NO]
          min: 100
          max: 99999999
        - {name: rest, account: alipay/eu-1}
      risk-rules:
        - {name: much, amount-limit: {currency: EUR, max: 1000000}}
        - {name: often, merchants: [demo], velocity: {per: customer, window: 60s, max: 20}}
      """;

  @Test
  void readsEveryField() {
    var demo = new MerchantId("demo");
    var stripe = new AccountId("stripe", "demo");
    var alipay = new AccountId("alipay", "eu-1");

    assertThat(read(FULL))
        .isEqualTo(
            new Settings.Parts(
                List.of(
                    new Merchant(demo, "Demo", true, 2_000),
                    new Merchant(new MerchantId("closed"), "Closed", false, 1_000)),
                List.of(
                    key("mk_demo", Secret.ofText("0123456789abcdef")),
                    key(
                        "mk_raw",
                        Secret.of(
                            new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}))),
                List.of(
                    new WebhookEndpoint(
                        "demo-hook",
                        demo,
                        URI.create("http://127.0.0.1:9000/hook"),
                        List.of(Secret.of(new byte[24])),
                        Set.of("payment.succeeded"))),
                List.of(
                    new ChannelAccount(
                        stripe,
                        URI.create("http://127.0.0.1:9001"),
                        Map.of(
                            "api-key",
                            Secret.ofText("sk_test_1"),
                            "webhook",
                            Secret.of(new byte[] {0, 1, 2})),
                        Map.of("version", "2026-01-01", "retries", "010", "partial", "no"),
                        new ChannelLimits(7, Duration.ofMillis(1_500), Duration.ofMinutes(1), 3)),
                    new ChannelAccount(
                        alipay,
                        URI.create("https://alipay.example/api"),
                        Map.of(),
                        Map.of(),
                        ChannelLimits.DEFAULT)),
                List.of(
                    new Route(
                        "cards",
                        stripe,
                        5,
                        3,
                        Set.of(demo),
                        Set.of(Product.FOREIGN_CARD, Product.QUICK_PAY),
                        Set.of("EUR"),
                        Set.of("DE", "NO"),
                        100,
                        99_999_999),
                    new Route(
                        "rest",
                        alipay,
                        10,
                        1,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        1,
                        Long.MAX_VALUE)),
                List.of(
                    new RiskRule.AmountLimit("much", Set.of(), "EUR", 1_000_000),
                    new RiskRule.Velocity(
                        "often",
                        Set.of(demo),
                        RiskRule.Per.CUSTOMER,
                        Duration.ofSeconds(60),
                        20))));
  }

  @Test
  void readsNothingFromAnEmptyFile() {
    assertThat(read("")).isEqualTo(Settings.Parts.NONE);
    assertThat(read("# nothing yet\n")).isEqualTo(Settings.Parts.NONE);
  }

  @ParameterizedTest
  @MethodSource
  void readsPublicKeys(String algorithm, String generator, SignatureAlgorithm expected)
      throws Exception {
    var pair = KeyPairGenerator.getInstance(generator).generateKeyPair();
    var pem = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
    var parts =
        read(
            """
            merchants: [{id: demo, name: Demo}]
            keys:
              - id: mk
                merchant: demo
                algorithm: %s
                public-key: |
                  -----BEGIN PUBLIC KEY-----
                  %s
                  -----END PUBLIC KEY-----
            """
                .formatted(algorithm, pem.replace("\r\n", "\n      ")));

    assertThat(parts.keys())
        .containsExactly(
            new SigningKey(
                "mk", new MerchantId("demo"), expected, Secret.of(pair.getPublic().getEncoded())));
  }

  static List<Arguments> readsPublicKeys() {
    return List.of(
        Arguments.of("ed25519", "Ed25519", SignatureAlgorithm.ED25519),
        Arguments.of("rsa-pss-sha512", "RSA", SignatureAlgorithm.RSA_PSS_SHA512));
  }

  @Test
  void fillsPlaceholders() {
    var variables = Map.of("ID", "demo", "NAME", "${ID}: a $1 \\ name, {really}");
    var parts =
        SettingsYaml.read(
            "merchants: [{id: '${ID}', name: '<${NAME}>${NONE:}',"
                + " requests-per-second: '${RATE:20}0'}]",
            variables::get);

    assertThat(parts.merchants())
        .containsExactly(
            new Merchant(new MerchantId("demo"), "<${ID}: a $1 \\ name, {really}>", true, 200));
  }

  @Test
  void wantsEveryPlaceholderFilled() {
    assertThatThrownBy(() -> read("merchants: [{id: '${NOBODY}', name: x}]"))
        .isInstanceOf(InvalidSettingsFile.class)
        .hasMessage(
            "merchants[0].id (line 1): ${NOBODY} is not set"
                + " (expected: a variable that is set, or a default)");
  }

  @ParameterizedTest
  @MethodSource
  void namesPlaceAndExpectation(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidSettingsFile.class)
        .hasMessageContaining(message);
  }

  static List<Arguments> namesPlaceAndExpectation() {
    return List.of(
        wrong("merchant: []", "merchant (line 1): unknown (expected: one of [accounts, keys,"),
        wrong("- 1", "line 1: a list (expected: a mapping)"),
        wrong("merchants: {}", "merchants (line 1): a mapping (expected: a list)"),
        wrong("merchants: [demo]", "merchants[0] (line 1): a single value (expected: a mapping)"),
        wrong("merchants:\n  - {id: demo}", "merchants[0] (line 2): no name (expected: name to"),
        wrong(merchant("id: Demo, name: x"), "merchants[0].id (line 1): merchant: 'Demo'"),
        wrong(merchant("id: [a], name: x"), "merchants[0].id (line 1): a list (expected: a text)"),
        wrong(
            merchant("id: a, name: x, requests-per-second: 0"),
            "requests-per-second (line 1): 0 (expected: a whole number from 1 to"),
        wrong(merchant("id: a, name: x, enabled: yes"), "enabled (line 1): 'yes' (expected: true"),
        wrong(merchant("id: a, name: x, colour: red"), "merchants[0].colour (line 1): unknown"),
        wrong(merchant("id: a, name: x, id: b"), "merchants[0].id (line 1): there twice"),
        wrong("merchants: [{id: a, name: x}, {id: a, name: y}]", "merchant 'a' is there twice"),
        wrong("{[a]: b}", "a key that is no text"),
        wrong(
            key("algorithm: md5, secret: 'text:0123456789abcdef'"),
            "keys[0].algorithm (line 2): 'md5' (expected: one of [hmac-sha256, ed25519"),
        wrong(key("algorithm: hmac-sha256"), "keys[0] (line 2): no secret"),
        wrong(
            key("algorithm: ed25519, secret: 'text:0123456789abcdef'"),
            "keys[0] (line 2): no public-key"),
        wrong(
            key("algorithm: hmac-sha256, secret: 'text:0123456789abcdef', public-key: x"),
            "both secret and public-key"),
        wrong(
            key("algorithm: ed25519, public-key: hello"),
            "keys[0].public-key (line 2): not a public key (expected: PEM"),
        wrong(
            key(
                "algorithm: ed25519, public-key:"
                    + " '-----BEGIN PUBLIC KEY-----AAAA-----END PUBLIC KEY-----'"),
            "a public key of another kind (expected: one for ed25519)"),
        wrong(
            "keys: [{id: k, merchant: gone, algorithm: hmac-sha256,"
                + " secret: 'text:0123456789abcdef'}]",
            "signing key k refers to 'gone', which is unknown"),
        wrong(
            webhook("url: 'ftp://x', secrets: [" + WEBHOOK_SECRET + "]"),
            "webhooks[0].url (line 2): 'ftp://x' (expected: an http or https address)"),
        wrong(webhook("url: 'http://x/', secrets: []"), "webhook endpoint w has no secret"),
        wrong(
            webhook("url: 'http://x/', secrets: [whsec_AAAA]"),
            "secrets[0] (line 2): a secret of 3 bytes (expected: 24 to 64 bytes)"),
        wrong(account("limits: {reply-timeout: 20}"), "'20' (expected: a duration such as"),
        wrong(account("limits: {reply-timeout: 0s}"), "'0s' (expected: a duration such as"),
        wrong(account("secrets: {api-key: ''}"), "secrets.api-key (line 1): an empty secret"),
        wrong("accounts: [{id: stripe, base-url: 'http://x'}]", "(expected: channel/account)"),
        wrong("routes: [{name: r, account: a/b}]", "route r refers to 'a/b', which is unknown"),
        wrong("routes: [{name: r, account: a/b, min: 2, max: 1}]", "min is above max"),
        wrong("routes: [{name: r, account: a/b, products: [gold]}]", "'gold' (expected: one of"),
        wrong("routes: [{name: r, account: a/b, currencies: [eur]}]", "'eur' (expected: an ISO"),
        wrong("routes: [{name: r, account: a/b, countries: [de]}]", "'de' (expected: an ISO 3166"),
        wrong("routes: [{name: r, account: a/b, countries: [UK]}]", "'UK' (expected: an ISO 3166"),
        wrong("routes: [{name: r, account: a/b, currencies: [EUR, EUR]}]", "[1] (line 1): there"),
        wrong("routes: [{name: r, account: a/b, min: 1.5}]", "'1.5' (expected: a whole number"),
        wrong("risk-rules: [{name: r}]", "risk-rules[0] (line 1): no amount-limit"),
        wrong(
            "risk-rules: [{name: r, velocity: {per: moon, window: 1s, max: 1}}]",
            "'moon' (expected: merchant, customer or method)"),
        wrong("merchants: [", "line 1: not YAML"),
        wrong("a: &a [*a]", "a (line 1): unknown"));
  }

  @ParameterizedTest
  @MethodSource
  void neverShowsASecret(String yaml) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(InvalidSettingsFile.class)
        .hasMessageNotContaining("hush")
        .hasNoCause();
  }

  static List<String> neverShowsASecret() {
    return List.of(
        key("algorithm: hmac-sha256, secret: hush"),
        key("algorithm: hmac-sha256, secret: 'text:hush'"),
        key("algorithm: hmac-sha256, secret: 'base64:hush!'"),
        webhook("url: 'http://x/', secrets: [hush]"),
        webhook("url: 'http://x/', secrets: ['whsec_hush!']"),
        account("secrets: hush"),
        account("secrets: {api-key: 'base64:hush!'}"),
        "keys: [{secret: hush}, {",
        "keys: [{secret: 'hush}");
  }

  @Test
  void isBoundedInDepthAliasesAndSize() {
    assertThatThrownBy(() -> read("a: " + "[".repeat(200) + "]".repeat(200)))
        .isInstanceOf(InvalidSettingsFile.class);
    assertThatThrownBy(() -> read("merchants: [&m {id: a, name: b}" + ", *m".repeat(200) + "]"))
        .isInstanceOf(InvalidSettingsFile.class)
        .hasMessageContaining("aliases");
    assertThatThrownBy(() -> read("#".repeat(2 * 1024 * 1024)))
        .isInstanceOf(InvalidSettingsFile.class)
        .hasMessage("2097152 characters (expected: at most 1048576)");
  }

  @Test
  void makesNoObjects() {
    assertThatThrownBy(() -> read("merchants: !!javax.script.ScriptEngineManager [x]"))
        .isInstanceOf(InvalidSettingsFile.class)
        .hasMessageContaining("tag is not allowed");
  }

  private static Settings.Parts read(String yaml) {
    return SettingsYaml.read(yaml, _ -> null);
  }

  private static SigningKey key(String id, Secret secret) {
    return new SigningKey(id, new MerchantId("demo"), SignatureAlgorithm.HMAC_SHA256, secret);
  }

  private static Arguments wrong(String yaml, String message) {
    return Arguments.of(yaml, message);
  }

  private static String merchant(String fields) {
    return "merchants: [{" + fields + "}]";
  }

  private static String key(String fields) {
    return "merchants: [{id: demo, name: x}]\nkeys: [{id: k, merchant: demo, " + fields + "}]";
  }

  private static String webhook(String fields) {
    return "merchants: [{id: demo, name: x}]\nwebhooks: [{id: w, merchant: demo, " + fields + "}]";
  }

  private static String account(String fields) {
    return "accounts: [{id: stripe/a, base-url: 'http://x', " + fields + "}]";
  }
}
