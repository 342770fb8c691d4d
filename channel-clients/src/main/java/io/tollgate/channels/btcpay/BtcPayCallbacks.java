package io.tollgate.channels.btcpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads BTCPay's webhooks (facts, section 15, "Callback"). They tell that something happened to an
 * invoice, and neither its amount nor its currency (description, {@code WebhookInvoiceEvent}); so
 * even one that is signed is a hint, and makes us ask. One that comes twice makes us ask twice.
 *
 * <p>The secrets {@value #SECRET} and, while one is replaced by another, {@value #PREVIOUS_SECRET}
 * are accepted.
 */
final class BtcPayCallbacks {

  static final String SECRET = "webhook";
  static final String PREVIOUS_SECRET = "webhook-previous";

  private static final Json<Event> EVENT = Json.camel(Event.class);

  private final ChannelAccount account;
  private final Alarms alarms;

  private BtcPayCallbacks(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /**
   * A webhook's body.
   *
   * @param afterExpiration whether a payment came that pays for nothing any more
   */
  record Event(
      @Nullable String type,
      @Nullable String storeId,
      @Nullable JsonNode metadata,
      @Nullable Boolean afterExpiration) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    var header = callback.header(BtcPaySigning.HEADER);
    if (header.isEmpty()) {
      return new Refused("no signature");
    }
    return BtcPaySigning.verifies(header.get(), callback.body(), secrets(account))
        ? new BtcPayCallbacks(account, alarms).signed(callback.body())
        : new Refused("signature does not match");
  }

  private CallbackReading signed(byte[] body) {
    return EVENT.read(body).map(this::event).orElseGet(() -> new Refused("unreadable event"));
  }

  private CallbackReading event(Event event) {
    var type = event.type();
    if (type == null) {
      return new Refused("unreadable event");
    }
    if (!type.startsWith("Invoice") || type.equals("InvoiceCreated")) {
      return new Irrelevant("event " + BtcPayStatuses.word(type));
    }
    if (!Objects.equals(event.storeId(), account.options().get(BtcPayCalls.STORE))) {
      return new Refused("event of another store");
    }
    return attempt(event)
        .map(attempt -> hint(event, attempt))
        .orElseGet(() -> new Irrelevant("an invoice that is not ours"));
  }

  /** Nobody asks after a payment that is over, so money that comes late is told here or nowhere. */
  private CallbackReading hint(Event event, ChannelRequestId attempt) {
    if (Boolean.TRUE.equals(event.afterExpiration())) {
      alarms.raise(Alarm.MISMATCH, attempt + " was paid too late; the money is to be given back");
    }
    return new Hint(attempt);
  }

  private static Optional<ChannelRequestId> attempt(Event event) {
    return Optional.ofNullable(event.metadata())
        .flatMap(metadata -> metadata.path(BtcPayRequests.ORDER_ID).stringValueOpt())
        .flatMap(ChannelRequestId::parse);
  }

  private static List<Secret> secrets(ChannelAccount account) {
    return Stream.of(SECRET, PREVIOUS_SECRET)
        .map(account.secrets()::get)
        .filter(Objects::nonNull)
        .filter(secret -> secret.reveal().length > 0)
        .toList();
  }
}
