package io.tollgate.channels.airwallex;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.RawCallback;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads Airwallex's events (www.airwallex.com/docs/payments/reference/payments-webhooks): those
 * about intents and refunds of ours, which hold the object as a question would show it. So its
 * status counts, and not the event's name; events may come in any order, and several times.
 */
final class AirwallexCallbacks {

  private static final Json<Event> EVENT = Json.of(Event.class);
  private static final Json<IntentEvent> OF_INTENT = Json.of(IntentEvent.class);
  private static final Json<RefundEvent> OF_REFUND = Json.of(RefundEvent.class);

  private final AirwallexStatuses statuses;

  private AirwallexCallbacks(AirwallexStatuses statuses) {
    this.statuses = statuses;
  }

  /** What every event has. */
  record Event(@Nullable String name) {}

  /** One about an intent; it is not read as a tree, whose numbers are not exact. */
  record IntentEvent(@Nullable IntentData data) {}

  /** The intent as it was then. */
  record IntentData(@Nullable AirwallexIntent object) {}

  /** One about a refund. */
  record RefundEvent(@Nullable RefundData data) {}

  /** The refund as it was then. */
  record RefundData(@Nullable AirwallexRefund object) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    return AirwallexSigning.problem(callback, account)
        .<CallbackReading>map(Refused::new)
        .orElseGet(() ->
            new AirwallexCallbacks(new AirwallexStatuses(account, alarms)).signed(callback.body()));
  }

  private CallbackReading signed(byte[] body) {
    return EVENT
        .read(body)
        .map(Event::name)
        .map(name -> event(name, body))
        .orElseGet(() -> new Refused("unreadable event"));
  }

  private CallbackReading event(String name, byte[] body) {
    if (name.startsWith("payment_intent.")) {
      return OF_INTENT
          .read(body)
          .map(IntentEvent::data)
          .map(IntentData::object)
          .map(this::payment)
          .orElseGet(AirwallexCallbacks::unreadable);
    }
    if (name.startsWith("refund.")) {
      return OF_REFUND
          .read(body)
          .map(RefundEvent::data)
          .map(RefundData::object)
          .map(this::refund)
          .orElseGet(AirwallexCallbacks::unreadable);
    }
    return new Irrelevant("event " + AirwallexCodes.word(name.replace('.', '_')));
  }

  private CallbackReading payment(AirwallexIntent intent) {
    var id = intent.id();
    var ours = Optional.ofNullable(intent.merchantOrderId()).flatMap(ChannelRequestId::parse);
    if (ours.isEmpty()) {
      return new Irrelevant("an intent that is not ours");
    }
    var amount = intent.money();
    return id == null || !AirwallexRequests.isId(id) || amount.isEmpty()
        ? new Refused("an intent without an id or an amount")
        : new Verified(ours.get(), amount.get(), statuses.payment(id, intent));
  }

  private CallbackReading refund(AirwallexRefund refund) {
    var ours = Optional.ofNullable(refund.requestId()).flatMap(OperationId::parse);
    if (ours.isEmpty()) {
      return new Irrelevant("a refund that is not ours");
    }
    return refund
        .money()
        .<CallbackReading>map(
            amount -> new VerifiedOperation(ours.get(), amount, statuses.refund(refund)))
        .orElseGet(() -> new Refused("a refund without an amount"));
  }

  private static CallbackReading unreadable() {
    return new Refused("unreadable object");
  }
}
