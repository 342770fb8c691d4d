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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Airwallex's events (www.airwallex.com/docs/payments/reference/payments-webhooks): those
 * about intents and refunds of ours, which hold the object as a question would show it. So its
 * status counts, and not the event's name; events may come in any order, and several times.
 */
final class AirwallexCallbacks {

  private static final Json<Event> EVENT = Json.of(Event.class);

  private final AirwallexStatuses statuses;

  private AirwallexCallbacks(AirwallexStatuses statuses) {
    this.statuses = statuses;
  }

  /** A callback's body. */
  record Event(@Nullable String name, @Nullable Data data) {}

  /** The object that an event is about. */
  record Data(@Nullable JsonNode object) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    return AirwallexSigning.problem(callback, account)
        .<CallbackReading>map(Refused::new)
        .orElseGet(() ->
            new AirwallexCallbacks(new AirwallexStatuses(account, alarms))
                .signed(callback.body()));
  }

  private CallbackReading signed(byte[] body) {
    return EVENT.read(body).map(this::event).orElseGet(() -> new Refused("unreadable event"));
  }

  private CallbackReading event(Event event) {
    var name = event.name();
    var object = event.data() == null ? null : event.data().object();
    if (name == null) {
      return new Refused("unreadable event");
    }
    if (name.startsWith("payment_intent.")) {
      return about(object, AirwallexIntent.class, this::payment);
    }
    if (name.startsWith("refund.")) {
      return about(object, AirwallexRefund.class, this::refund);
    }
    return new Irrelevant("event " + AirwallexCodes.word(name.replace('.', '_')));
  }

  private static <T> CallbackReading about(
      @Nullable JsonNode object, Class<T> type, Function<T, CallbackReading> reading) {
    return Optional.ofNullable(object)
        .flatMap(tree -> Json.convert(tree, type))
        .map(reading)
        .orElseGet(() -> new Refused("unreadable object"));
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
        .<CallbackReading>map(amount ->
            new VerifiedOperation(ours.get(), amount, statuses.refund(refund)))
        .orElseGet(() -> new Refused("a refund without an amount"));
  }
}
