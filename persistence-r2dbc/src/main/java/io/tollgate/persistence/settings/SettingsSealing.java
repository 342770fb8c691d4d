package io.tollgate.persistence.settings;

import static io.tollgate.persistence.settings.SettingsTable.CHANNEL_ACCOUNT;
import static io.tollgate.persistence.settings.SettingsTable.CHANNEL_SECRET;
import static io.tollgate.persistence.settings.SettingsTable.MERCHANT;
import static io.tollgate.persistence.settings.SettingsTable.RISK_RULE;
import static io.tollgate.persistence.settings.SettingsTable.ROUTE;
import static io.tollgate.persistence.settings.SettingsTable.SIGNING_KEY;
import static io.tollgate.persistence.settings.SettingsTable.WEBHOOK_ENDPOINT;
import static io.tollgate.persistence.settings.SettingsTable.WEBHOOK_SECRET;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.SigningKey;
import io.tollgate.domain.notification.WebhookEndpoint;
import io.tollgate.domain.product.Product;
import io.tollgate.domain.risk.RiskRule;
import io.tollgate.domain.routing.Route;
import io.tollgate.domain.settings.Settings;
import java.util.Locale;

/** Turns settings into rows, sealing what is secret. {@link SettingsOpening} is the way back. */
final class SettingsSealing {

  private final SettingsSealer sealer;
  private final StoredSettings stored = StoredSettings.empty(0);

  private SettingsSealing(SettingsSealer sealer) {
    this.sealer = sealer;
  }

  static StoredSettings sealed(Settings.Parts parts, SettingsSealer sealer) {
    var sealing = new SettingsSealing(sealer);
    parts.merchants().forEach(sealing::add);
    parts.keys().forEach(sealing::add);
    parts.endpoints().forEach(sealing::add);
    parts.accounts().forEach(sealing::add);
    parts.routes().forEach(sealing::add);
    parts.riskRules().forEach(sealing::add);
    return sealing.stored;
  }

  private void add(Merchant merchant) {
    stored.add(
        MERCHANT,
        StoredRow.empty()
            .with("id", merchant.id().value())
            .with("name", merchant.name())
            .with("enabled", merchant.enabled())
            .with("requests_per_second", merchant.requestsPerSecond()));
  }

  private void add(SigningKey key) {
    var algorithm = key.algorithm().registeredName();
    var field = SealedFields.material(key.id(), key.merchant().value(), algorithm);
    stored.add(
        SIGNING_KEY,
        StoredRow.empty()
            .with("id", key.id())
            .with("merchant", key.merchant().value())
            .with("algorithm", algorithm)
            .with("sealed_material", sealer.seal(field, key.material())));
  }

  private void add(WebhookEndpoint endpoint) {
    stored.add(
        WEBHOOK_ENDPOINT,
        StoredRow.empty()
            .with("position", stored.of(WEBHOOK_ENDPOINT).size())
            .with("id", endpoint.id())
            .with("merchant", endpoint.merchant().value())
            .with("url", endpoint.url().toString())
            .withAll("events", endpoint.events())
            .with("enabled", endpoint.enabled()));
    for (int position = 0; position < endpoint.secrets().size(); position++) {
      var field = SealedFields.webhookSecret(endpoint.id(), position);
      stored.add(
          WEBHOOK_SECRET,
          StoredRow.empty()
              .with("endpoint", endpoint.id())
              .with("position", position)
              .with("sealed_secret", sealer.seal(field, endpoint.secrets().get(position))));
    }
  }

  private void add(ChannelAccount account) {
    var id = account.id().toString();
    stored.add(
        CHANNEL_ACCOUNT,
        StoredRow.empty()
            .with("id", id)
            .with("base_url", account.baseUrl().toString())
            .withAll("options", account.options())
            .with("max_in_flight", account.limits().maxInFlight())
            .with("connect_timeout_ms", account.limits().connectTimeout().toMillis())
            .with("reply_timeout_ms", account.limits().replyTimeout().toMillis())
            .with("queries_per_second", account.limits().queriesPerSecond()));
    account
        .secrets()
        .forEach((name, secret) ->
            stored.add(
                CHANNEL_SECRET,
                StoredRow.empty()
                    .with("account", id)
                    .with("name", name)
                    .with(
                        "sealed_secret",
                        sealer.seal(SealedFields.channelSecret(id, name), secret))));
  }

  private void add(Route route) {
    stored.add(
        ROUTE,
        StoredRow.empty()
            .with("position", stored.of(ROUTE).size())
            .with("name", route.name())
            .with("account", route.account().toString())
            .with("priority", route.priority())
            .with("weight", route.weight())
            .withAll("merchants", route.merchants())
            .withAll("products", route.products().stream().map(Product::code).toList())
            .withAll("currencies", route.currencies())
            .withAll("countries", route.countries())
            .with("min_amount", route.minMinorUnits())
            .with("max_amount", route.maxMinorUnits()));
  }

  private void add(RiskRule rule) {
    var row =
        StoredRow.empty()
            .with("position", stored.of(RISK_RULE).size())
            .with("name", rule.name())
            .withAll("merchants", rule.merchants());
    stored.add(
        RISK_RULE,
        switch (rule) {
          case RiskRule.AmountLimit limit ->
              row.with("kind", "amount_limit")
                  .with("currency", limit.currency())
                  .with("max_amount", limit.maxMinorUnits());
          case RiskRule.Velocity velocity ->
              row.with("kind", "velocity")
                  .with("counted_per", velocity.per().name().toLowerCase(Locale.ROOT))
                  .with("window_ms", velocity.window().toMillis())
                  .with("max_payments", velocity.maxPayments());
        });
  }
}
