package io.tollgate.channels.square;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads Square's events (facts, section 9, "Callback"): those about payments and refunds of ours.
 * The secrets {@value #KEY} and, while one is replaced by another, {@value #PREVIOUS_KEY} are
 * accepted.
 *
 * <p>A payment that failed on a page of Square's is only a hint: the payer may try again there.
 */
final class SquareCallbacks {

  static final String KEY = "signature-key";
  static final String PREVIOUS_KEY = "signature-key-previous";

  private static final Json<Event> EVENT = Json.of(Event.class);

  private final ChannelAccount account;
  private final Alarms alarms;

  private SquareCallbacks(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** A callback's body. */
  record Event(@Nullable String merchantId, @Nullable String type, @Nullable Data data) {}

  /** What the event is about. */
  record Data(@Nullable Subject object) {}

  /** The one of these that the event is about, as it was then. */
  record Subject(@Nullable SquarePayment payment, @Nullable SquareRefund refund) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    var signature = callback.header("x-square-hmacsha256-signature");
    if (signature.isEmpty()) {
      return new Refused("no signature");
    }
    var url = account.options().get(SquareChannel.NOTIFICATION_URL);
    if (url == null) {
      alarms.raise(Alarm.MISCONFIGURED, "option " + SquareChannel.NOTIFICATION_URL);
      return new Refused("the address that callbacks are registered with is not set");
    }
    return SquareSigning.isSigned(signature.get(), url, callback.body(), keys(account))
        ? new SquareCallbacks(account, alarms).signed(callback.body())
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
    var merchant = account.options().get(SquareChannel.MERCHANT_ID);
    if (merchant != null && !merchant.equals(event.merchantId())) {
      return new Refused("event of another merchant");
    }
    var subject = event.data() == null ? null : event.data().object();
    if (type.startsWith("payment.")) {
      return about(subject == null ? null : subject.payment(), this::payment);
    }
    if (type.startsWith("refund.")) {
      return about(subject == null ? null : subject.refund(), this::refund);
    }
    return new Irrelevant("event of another kind");
  }

  private static <T> CallbackReading about(
      @Nullable T subject, Function<T, CallbackReading> reading) {
    return subject == null ? new Refused("unreadable object") : reading.apply(subject);
  }

  private CallbackReading payment(SquarePayment payment) {
    return Optional.ofNullable(payment.attemptId())
        .flatMap(ChannelRequestId::parse)
        .map(id -> attempt(id, payment))
        .orElseGet(() -> new Irrelevant("a payment that is not ours"));
  }

  private CallbackReading attempt(ChannelRequestId id, SquarePayment payment) {
    var outcome = SquareStatuses.payment(payment, alarms);
    return payment.isHosted() && outcome instanceof Declined
        ? new Hint(id)
        : ofAmount(payment.amountMoney(), amount -> new Verified(id, amount, outcome));
  }

  private CallbackReading refund(SquareRefund refund) {
    return Optional.ofNullable(refund.refundId())
        .flatMap(OperationId::parse)
        .map(id ->
            ofAmount(
                refund.amountMoney(),
                amount -> new VerifiedOperation(id, amount, SquareStatuses.refund(refund, alarms))))
        .orElseGet(() -> new Irrelevant("a refund that is not ours"));
  }

  private static CallbackReading ofAmount(
      @Nullable SquareMoney money, Function<Money, CallbackReading> reading) {
    return Optional.ofNullable(money)
        .flatMap(SquareMoney::money)
        .filter(Money::isPositive)
        .map(reading)
        .orElseGet(() -> new Refused("no amount"));
  }

  private static List<Secret> keys(ChannelAccount account) {
    return Stream.of(KEY, PREVIOUS_KEY)
        .map(account.secrets()::get)
        .filter(Objects::nonNull)
        .filter(secret -> secret.reveal().length > 0)
        .toList();
  }
}
