package io.tollgate.persistence.settings;

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
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Settings that use every field. */
final class SettingsUnderTest {

  private static final MerchantId DEMO = new MerchantId("demo");
  private static final MerchantId SHOP = new MerchantId("shop");
  private static final AccountId STRIPE = new AccountId("stripe", "demo");

  private SettingsUnderTest() {}

  static Settings.Parts full() {
    return new Settings.Parts(
        List.of(new Merchant(DEMO, "Demo ✓", true, 2_000), new Merchant(SHOP, "Shop", false, 1)),
        List.of(
            new SigningKey(
                "mk_demo",
                DEMO,
                SignatureAlgorithm.HMAC_SHA256,
                Secret.ofText("a shared secret of the demo")),
            new SigningKey(
                "mk_shop", SHOP, SignatureAlgorithm.ED25519, Secret.of(new byte[] {0, -1, 2}))),
        List.of(
            new WebhookEndpoint(
                "z-first",
                DEMO,
                URI.create("https://demo.example/hook"),
                List.of(Secret.of(new byte[24]), Secret.of(new byte[32])),
                Set.of("payment.succeeded", "payment.failed")),
            new WebhookEndpoint(
                "a-second",
                DEMO,
                URI.create("https://demo.example/other"),
                List.of(Secret.of(new byte[24])),
                Set.of())),
        List.of(
            new ChannelAccount(
                STRIPE,
                URI.create("https://api.stripe.example"),
                Map.of("api-key", Secret.ofText("sk_1"), "webhook", Secret.ofText("whsec_1")),
                Map.of("version", "2026-01-01", "descriptor", "TOLLGATE"),
                new ChannelLimits(7, Duration.ofMillis(1_500), Duration.ofSeconds(9), 3)),
            new ChannelAccount(
                new AccountId("alipay", "eu-1"),
                URI.create("http://127.0.0.1:8080/alipay"),
                Map.of(),
                Map.of(),
                ChannelLimits.DEFAULT)),
        List.of(
            new Route(
                "z-cards",
                STRIPE,
                10,
                3,
                Set.of(DEMO, SHOP),
                Set.of(Product.FOREIGN_CARD, Product.QUICK_PAY),
                Set.of("EUR", "JPY"),
                Set.of("DE", "NO"),
                100,
                Long.MAX_VALUE),
            new Route("a-rest", STRIPE, 20, 1, Set.of(), Set.of(), Set.of(), Set.of(), 1, 5)),
        List.of(
            new RiskRule.Velocity(
                "z-often", Set.of(SHOP), RiskRule.Per.CUSTOMER, Duration.ofSeconds(60), 20),
            new RiskRule.AmountLimit("a-much", Set.of(), "EUR", 1_000_000)));
  }

  /** A picture whose every table says the same number, so that a mixture shows. */
  static Settings.Parts numbered(int number) {
    var merchant = new MerchantId("m" + number);
    var account = new AccountId("stripe", "a" + number);
    return new Settings.Parts(
        List.of(new Merchant(merchant, "Merchant " + number, true, number)),
        IntStream.range(0, number)
            .mapToObj(n ->
                new SigningKey(
                    "key-" + number + "-" + n,
                    merchant,
                    SignatureAlgorithm.HMAC_SHA256,
                    Secret.ofText("secret")))
            .toList(),
        List.of(),
        List.of(
            new ChannelAccount(
                account,
                URI.create("https://channel.example"),
                Map.of("number", Secret.ofText("" + number)),
                Map.of(),
                ChannelLimits.DEFAULT)),
        List.of(
            new Route(
                "route", account, number, 1, Set.of(merchant), Set.of(), Set.of(), Set.of(), 1, 2)),
        List.of(
            new RiskRule.Velocity(
                "rule", Set.of(merchant), RiskRule.Per.MERCHANT, Duration.ofSeconds(1), number)));
  }
}
