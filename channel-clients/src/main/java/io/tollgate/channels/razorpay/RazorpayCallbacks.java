package io.tollgate.channels.razorpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Razorpay's events (facts, section 11, "Callback"): those about payments, links and refunds
 * of ours. The secrets {@value #SECRET} and, while one is replaced by another, {@value
 * #PREVIOUS_SECRET} are accepted.
 *
 * <p>A payment on a link's page is only a hint: the payer may try again there, so the link decides.
 */
final class RazorpayCallbacks {

  static final String SECRET = "webhook";
  static final String PREVIOUS_SECRET = "webhook-previous";

  private static final Set<String> PAYMENTS =
      Set.of("payment.authorized", "payment.captured", "payment.failed", "order.paid");

  private static final Json<Event> EVENT = Json.of(Event.class);

  private final Alarms alarms;

  private RazorpayCallbacks(Alarms alarms) {
    this.alarms = alarms;
  }

  /**
   * A callback's body.
   *
   * @param payload the things that it is about, by the name of their kind
   */
  record Event(@Nullable String event, @Nullable JsonNode payload) {

    <T> Optional<T> thing(String kind, Class<T> type) {
      var entity = payload == null ? null : payload.path(kind).path("entity");
      return entity != null && entity.isObject() ? Json.convert(entity, type) : Optional.empty();
    }
  }

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    var signature = callback.header("x-razorpay-signature");
    if (signature.isEmpty()) {
      return returned(callback.body(), account);
    }
    return RazorpaySigning.isEvent(signature.get(), callback.body(), secrets(account))
        ? new RazorpayCallbacks(alarms).signed(callback.body())
        : new Refused("signature does not match");
  }

  private CallbackReading signed(byte[] body) {
    return EVENT.read(body).map(this::event).orElseGet(() -> new Refused("unreadable event"));
  }

  private CallbackReading event(Event event) {
    var type = event.event();
    if (type == null || event.payload() == null) {
      return new Refused("unreadable event");
    }
    if (PAYMENTS.contains(type)) {
      return about(event, "payment", RazorpayPayment.class, this::payment);
    }
    if (type.startsWith("payment_link.")) {
      return about(event, "payment_link", RazorpayLink.class, this::link);
    }
    if (type.startsWith("refund.")) {
      return about(event, "refund", RazorpayRefund.class, this::refund);
    }
    return new Irrelevant("event " + RazorpayDeclines.word(type.replace('.', '_')));
  }

  private static <T> CallbackReading about(
      Event event, String kind, Class<T> type, Function<T, CallbackReading> reading) {
    return event.thing(kind, type).map(reading).orElseGet(() -> new Refused("unreadable object"));
  }

  private CallbackReading payment(RazorpayPayment payment) {
    var agreement = Optional.ofNullable(payment.note(RazorpayNotes.AGREEMENT_ID));
    if (agreement.isPresent()) {
      return agreement
          .flatMap(OperationId::parse)
          .<CallbackReading>map(id -> firstPayment(id, payment))
          .orElseGet(() -> new Irrelevant("an agreement that is not ours"));
    }
    return Optional.ofNullable(payment.note(RazorpayNotes.ATTEMPT_ID))
        .flatMap(ChannelRequestId::parse)
        .map(id -> payment(id, payment))
        .orElseGet(() -> new Irrelevant("a payment that is not ours"));
  }

  private CallbackReading payment(ChannelRequestId id, RazorpayPayment payment) {
    var order = payment.orderId();
    if (payment.note(RazorpayNotes.LINK) != null) {
      return new Hint(id);
    }
    if (!payment.isReadable() || order == null || !RazorpayCalls.isId(order)) {
      return new Refused("unreadable object");
    }
    var capture =
        CaptureMode.MANUAL.code().equals(payment.note(RazorpayNotes.CAPTURE))
            ? CaptureMode.MANUAL
            : CaptureMode.AUTOMATIC;
    return ofAmount(
        payment.amount(),
        payment.currency(),
        amount ->
            new Verified(id, amount, RazorpayStatuses.payment(payment, order, capture, alarms)));
  }

  /** Whether the payer agreed is for the token to say, which is asked for. */
  private CallbackReading firstPayment(OperationId id, RazorpayPayment payment) {
    var order = payment.orderId();
    return payment.isReadable() && order != null && RazorpayCalls.isId(order)
        ? new VerifiedAgreement(id, RazorpayStatuses.firstPayment(payment, order, alarms))
        : new Refused("unreadable object");
  }

  private CallbackReading link(RazorpayLink link) {
    if (!link.isReadable()) {
      return new Refused("unreadable object");
    }
    return Optional.ofNullable(link.referenceId())
        .flatMap(ChannelRequestId::parse)
        .map(id ->
            ofAmount(
                link.amount(),
                link.currency(),
                amount -> new Verified(id, amount, RazorpayStatuses.link(link, alarms))))
        .orElseGet(() -> new Irrelevant("a link that is not ours"));
  }

  private CallbackReading refund(RazorpayRefund refund) {
    if (!refund.isReadable()) {
      return new Refused("unreadable object");
    }
    return Optional.ofNullable(refund.refundId())
        .flatMap(OperationId::parse)
        .map(id ->
            ofAmount(
                refund.amount(),
                refund.currency(),
                amount ->
                    new VerifiedOperation(id, amount, RazorpayStatuses.refund(refund, alarms))))
        .orElseGet(() -> new Irrelevant("a refund that is not ours"));
  }

  private static CallbackReading ofAmount(
      @Nullable Long amount, @Nullable String currency, Function<Money, CallbackReading> reading) {
    return RazorpayAmounts.decode(amount, currency)
        .map(reading)
        .orElseGet(() -> new Refused("impossible amount"));
  }

  /** A payer's browser that came to us instead of to the merchant: it tells no amount. */
  private static CallbackReading returned(byte[] body, ChannelAccount account) {
    var secret = account.secrets().get(RazorpayCalls.KEY_SECRET);
    return secret != null
            && FormFields.read(body, UTF_8).filter(form -> isReturn(form, secret)).isPresent()
        ? new Irrelevant("a payer's return")
        : new Refused("no signature");
  }

  private static boolean isReturn(Map<String, String> form, Secret secret) {
    var signature = form.get("razorpay_signature");
    var order = form.get("razorpay_order_id");
    var payment = form.get("razorpay_payment_id");
    return signature != null
        && order != null
        && payment != null
        && RazorpaySigning.isReturn(signature, order, payment, secret);
  }

  private static List<Secret> secrets(ChannelAccount account) {
    return Stream.of(SECRET, PREVIOUS_SECRET)
        .map(account.secrets()::get)
        .filter(Objects::nonNull)
        .filter(secret -> secret.reveal().length > 0)
        .toList();
  }
}
