package io.tollgate.domain.notification;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * An address that a merchant wants to be told at.
 *
 * @param id unique, {@code a-z 0-9 _ -}
 * @param secrets the raw bytes of its {@code whsec_} secrets: one, or two while it rotates; each
 *     signs
 * @param events the event types it wants; empty means all
 * @param enabled false once it answered 410, gone
 */
public record WebhookEndpoint(
    String id,
    MerchantId merchant,
    URI url,
    List<Secret> secrets,
    Set<String> events,
    boolean enabled) {

  public WebhookEndpoint {
    secrets = List.copyOf(secrets);
    events = Set.copyOf(events);
    if (!id.matches("[a-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("webhook endpoint: '" + id + "'");
    }
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("webhook endpoint " + id + " has no secret");
    }
  }

  /** An endpoint that is switched on. */
  public WebhookEndpoint(
      String id, MerchantId merchant, URI url, List<Secret> secrets, Set<String> events) {
    this(id, merchant, url, secrets, events, true);
  }

  public boolean wants(String eventType) {
    return enabled && (events.isEmpty() || events.contains(eventType));
  }
}
