package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.paypal.PayPalCertificates.Standing;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.RawCallback;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads PayPal's events (facts, section 2, "Callback" and "Events"). The names beyond {@code
 * PAYMENT.CAPTURE.*} are unconfirmed; one that is not known is of no interest, and the state that
 * it tells is found by asking.
 *
 * <p>An event whose certificate is not here yet cannot be verified, and nobody waits for it: where
 * it is about an attempt it is a {@link Hint}, which makes us ask PayPal, and while we ask the
 * certificate arrives for the next. Where it is about anything else it is refused, and PayPal sends
 * it again.
 *
 * <p>An approval is a {@link Hint} even when it is verified: PayPal waits for us to complete the
 * order, which asking does.
 */
final class PayPalCallbacks {

  private static final Json<Event> EVENT = Json.of(Event.class);

  private static final String ORDERS = "CHECKOUT.ORDER.";
  private static final String CAPTURES = "PAYMENT.CAPTURE.";
  private static final String AUTHORIZATIONS = "PAYMENT.AUTHORIZATION.";
  private static final String REFUNDS = "PAYMENT.REFUND.";
  private static final String REFUNDED = "PAYMENT.CAPTURE.REFUNDED";
  private static final String REVERSED = "PAYMENT.CAPTURE.REVERSED";

  private final ChannelAccount account;
  private final PayPalCertificates certificates;
  private final Alarms alarms;

  PayPalCallbacks(ChannelAccount account, PayPalCertificates certificates, Alarms alarms) {
    this.account = account;
    this.certificates = certificates;
    this.alarms = alarms;
  }

  /** A callback's body. */
  record Event(@Nullable String eventType, @Nullable JsonNode resource) {}

  CallbackReading read(RawCallback callback) {
    var webhookId = PayPalSettings.webhookId(account);
    var address = callback.header(PayPalSigning.CERTIFICATE_URL);
    if (address.isEmpty() || PayPalSigning.signedText(callback, webhookId).isEmpty()) {
      return new Refused("no signature");
    }
    return switch (certificates.at(address.get(), account, callback.receivedAt())) {
      case Standing.Refused(var why) -> new Refused(why);
      case Standing.Coming _ -> unverified(callback);
      case Standing.Known(var certificate) ->
          PayPalSigning.problem(callback, webhookId, certificate.getPublicKey())
              .<CallbackReading>map(Refused::new)
              .orElseGet(() -> verified(callback));
    };
  }

  private static CallbackReading unverified(RawCallback callback) {
    return EVENT
        .read(callback.body())
        .flatMap(PayPalCallbacks::attemptOf)
        .<CallbackReading>map(Hint::new)
        .orElseGet(() -> new Refused("its certificate is not here yet"));
  }

  private CallbackReading verified(RawCallback callback) {
    return EVENT
        .read(callback.body())
        .map(this::about)
        .orElseGet(() -> new Refused("unreadable event"));
  }

  private CallbackReading about(Event event) {
    var type = event.eventType();
    if (type == null || event.resource() == null) {
      return new Refused("unreadable event");
    }
    if (type.startsWith(ORDERS)) {
      return aboutOrder(event);
    }
    if (type.equals(REFUNDED) || type.startsWith(REFUNDS)) {
      return payment(event, this::aboutRefund);
    }
    if (type.startsWith(CAPTURES) && !type.equals(REVERSED)) {
      return payment(event, this::aboutCapture);
    }
    return type.startsWith(AUTHORIZATIONS)
        ? payment(event, this::aboutAuthorization)
        : new Irrelevant("event " + PayPalDeclines.word(type.replace('.', '_').replace('-', '_')));
  }

  private static CallbackReading aboutOrder(Event event) {
    return attemptOf(event)
        .<CallbackReading>map(Hint::new)
        .orElseGet(() -> new Irrelevant("an order that is not ours"));
  }

  private static CallbackReading payment(
      Event event, Function<PayPalPayment, CallbackReading> reading) {
    return resource(event, PayPalPayment.class)
        .filter(payment -> PayPalRequests.isId(payment.id()))
        .map(reading)
        .orElseGet(() -> new Refused("unreadable resource"));
  }

  /** One that was asked for by itself carries the id of that operation, any other the attempt's. */
  private CallbackReading aboutCapture(PayPalPayment capture) {
    var attempt = ChannelRequestId.parse(text(capture.customId()));
    if (attempt.isEmpty()) {
      return new Irrelevant("a capture that is not ours");
    }
    var operation = operationId(capture.invoiceId());
    return operation.isPresent()
        ? operation(operation.get(), capture, PayPalStatuses.ofCapture(capture, alarms))
        : attempt(
            attempt.get(), capture, order -> PayPalStatuses.ofCapture(capture, order, alarms));
  }

  private CallbackReading aboutAuthorization(PayPalPayment held) {
    return ChannelRequestId.parse(text(held.customId()))
        .map(attempt ->
            attempt(attempt, held, order -> PayPalStatuses.ofAuthorization(held, order, alarms)))
        .orElseGet(() -> new Irrelevant("an authorization that is not ours"));
  }

  /** Ours carry their id twice; a refund that was made at PayPal's site carries none of it. */
  private CallbackReading aboutRefund(PayPalPayment refund) {
    return operationId(refund.invoiceId())
        .filter(id -> id.value().equals(refund.customId()))
        .map(id -> operation(id, refund, PayPalStatuses.ofRefund(refund, alarms)))
        .orElseGet(() -> new Irrelevant("a refund that is not ours"));
  }

  /** Our reference is the order's id; without it only asking can tell. */
  private static CallbackReading attempt(
      ChannelRequestId attempt, PayPalPayment payment, Function<String, ChannelOutcome> outcome) {
    var order = payment.orderId();
    return order == null
        ? new Hint(attempt)
        : PayPalAmounts.decode(payment.amount())
            .<CallbackReading>map(amount -> new Verified(attempt, amount, outcome.apply(order)))
            .orElseGet(() -> new Refused("impossible amount"));
  }

  private static CallbackReading operation(
      OperationId id, PayPalPayment payment, OperationOutcome outcome) {
    return PayPalAmounts.decode(payment.amount())
        .<CallbackReading>map(amount -> new VerifiedOperation(id, amount, outcome))
        .orElseGet(() -> new Refused("impossible amount"));
  }

  /** The attempt that an event says to be about, an order's or a payment's. */
  private static Optional<ChannelRequestId> attemptOf(Event event) {
    return event.eventType() != null && event.eventType().startsWith(ORDERS)
        ? resource(event, PayPalOrder.class)
            .flatMap(PayPalOrder::unit)
            .flatMap(unit -> ChannelRequestId.parse(text(unit.customId())))
        : resource(event, PayPalPayment.class)
            .flatMap(payment -> ChannelRequestId.parse(text(payment.customId())));
  }

  private static <T> Optional<T> resource(Event event, Class<T> type) {
    return event.resource() == null ? Optional.empty() : Json.convert(event.resource(), type);
  }

  /** An id of an operation of ours, which no id of an attempt is. */
  private static Optional<OperationId> operationId(@Nullable String text) {
    if (text == null || ChannelRequestId.parse(text).isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new OperationId(text));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
