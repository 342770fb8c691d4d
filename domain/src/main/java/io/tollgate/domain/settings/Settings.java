package io.tollgate.domain.settings;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableList;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.SigningKey;
import io.tollgate.domain.notification.WebhookEndpoint;
import io.tollgate.domain.risk.RiskRule;
import io.tollgate.domain.routing.Route;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One consistent picture of the configuration. A request takes one and uses it to its end.
 *
 * <p>It cannot be built with a reference to something that is not in it: that throws {@link
 * IllegalArgumentException}, and whoever loads it keeps the picture before.
 */
public final class Settings {

  private final long version;
  private final Map<MerchantId, Merchant> merchants;
  private final Map<String, SigningKey> keys;
  private final Map<AccountId, ChannelAccount> accounts;
  private final Map<MerchantId, List<WebhookEndpoint>> endpoints;
  private final List<Route> routes;
  private final List<RiskRule> riskRules;

  public Settings(long version, Parts parts) {
    this.version = version;
    this.merchants = byId("merchant", parts.merchants(), Merchant::id);
    this.keys = byId("signing key", parts.keys(), SigningKey::id);
    this.accounts = byId("channel account", parts.accounts(), ChannelAccount::id);
    this.endpoints =
        parts.endpoints().stream()
            .collect(groupingBy(WebhookEndpoint::merchant, toUnmodifiableList()));
    this.routes = List.copyOf(parts.routes());
    this.riskRules = List.copyOf(parts.riskRules());
    checkReferences(parts);
  }

  /** The lists that a picture is made of, as they are stored. */
  public record Parts(
      List<Merchant> merchants,
      List<SigningKey> keys,
      List<WebhookEndpoint> endpoints,
      List<ChannelAccount> accounts,
      List<Route> routes,
      List<RiskRule> riskRules) {

    /** Nothing configured. */
    public static final Parts NONE =
        new Parts(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** Grows with every change. */
  public long version() {
    return version;
  }

  public Optional<Merchant> merchant(MerchantId id) {
    return Optional.ofNullable(merchants.get(id));
  }

  public Collection<Merchant> merchants() {
    return merchants.values();
  }

  public Optional<SigningKey> key(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }

  public Optional<ChannelAccount> account(AccountId id) {
    return Optional.ofNullable(accounts.get(id));
  }

  public Collection<ChannelAccount> accounts() {
    return accounts.values();
  }

  public List<WebhookEndpoint> endpoints(MerchantId merchant) {
    return endpoints.getOrDefault(merchant, List.of());
  }

  public List<Route> routes() {
    return routes;
  }

  public List<RiskRule> riskRules() {
    return riskRules;
  }

  private void checkReferences(Parts parts) {
    parts.keys().forEach(key -> require(merchants, key.merchant(), "signing key " + key.id()));
    parts
        .endpoints()
        .forEach(endpoint -> require(merchants, endpoint.merchant(), "webhook " + endpoint.id()));
    routes.forEach(route -> {
      require(accounts, route.account(), "route " + route.name());
      route.merchants().forEach(id -> require(merchants, id, "route " + route.name()));
    });
    riskRules.forEach(
        rule -> rule.merchants().forEach(id -> require(merchants, id, "rule " + rule.name())));
    byId("webhook endpoint", parts.endpoints(), WebhookEndpoint::id);
    byId("route", routes, Route::name);
    byId("risk rule", riskRules, RiskRule::name);
  }

  private static <K> void require(Map<K, ?> known, K wanted, String by) {
    if (!known.containsKey(wanted)) {
      throw new IllegalArgumentException(by + " refers to '" + wanted + "', which is unknown");
    }
  }

  private static <K, V> Map<K, V> byId(
      String what, Collection<V> values, java.util.function.Function<V, K> id) {
    return values.stream()
        .collect(
            toUnmodifiableMap(
                id,
                identity(),
                (first, _) -> {
                  throw new IllegalArgumentException(
                      what + " '" + id.apply(first) + "' is there twice");
                }));
  }
}
