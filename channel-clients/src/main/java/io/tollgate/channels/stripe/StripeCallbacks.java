package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.CallbackReading;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Stripe's events (facts, section 1, "Callback"): those about payments, refunds and setup
 * intents of ours. The secrets {@value #SECRET} and, while one is replaced by another, {@value
 * #PREVIOUS_SECRET} are accepted.
 */
final class StripeCallbacks {

  static final String SECRET = "webhook";
  static final String PREVIOUS_SECRET = "webhook-previous";

  private static final Json<Event> EVENT = Json.of(Event.class);

  private final ChannelAccount account;
  private final Alarms alarms;

  private StripeCallbacks(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** A callback's body. */
  record Event(@Nullable String type, @Nullable Data data) {}

  /** The object that an event is about, as it was then. */
  record Data(@Nullable JsonNode object) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    var header = callback.header("stripe-signature");
    if (header.isEmpty()) {
      return new Refused("no signature");
    }
    return StripeSigning.problem(
            header.get(), callback.body(), secrets(account), callback.receivedAt())
        .<CallbackReading>map(Refused::new)
        .orElseGet(() -> new StripeCallbacks(account, alarms).signed(callback.body()));
  }

  private CallbackReading signed(byte[] body) {
    return EVENT.read(body).map(this::event).orElseGet(() -> new Refused("unreadable event"));
  }

  private CallbackReading event(Event event) {
    var type = event.type();
    var object = event.data() == null ? null : event.data().object();
    if (type == null || object == null) {
      return new Refused("unreadable event");
    }
    if (type.startsWith("payment_intent.")) {
      return about(object, StripeIntent.class, this::payment);
    }
    if (type.startsWith("refund.") || type.startsWith("charge.refund.")) {
      return about(object, StripeRefund.class, this::refund);
    }
    if (type.startsWith("setup_intent.")) {
      return about(object, StripeSetup.class, this::agreement);
    }
    return new Irrelevant("event " + StripeDeclines.word(type.replace('.', '_')));
  }

  private static <T> CallbackReading about(
      JsonNode object, Class<T> type, Function<T, CallbackReading> reading) {
    return Json.convert(object, type)
        .map(reading)
        .orElseGet(() -> new Refused("unreadable object"));
  }

  private CallbackReading payment(StripeIntent intent) {
    return Optional.ofNullable(intent.attemptId())
        .flatMap(ChannelRequestId::parse)
        .map(id ->
            ofAmount(
                intent.amount(),
                intent.currency(),
                amount -> new Verified(id, amount, StripeStatuses.payment(intent, alarms))))
        .orElseGet(() -> new Irrelevant("an intent that is not ours"));
  }

  private CallbackReading refund(StripeRefund refund) {
    return Optional.ofNullable(refund.refundId())
        .flatMap(OperationId::parse)
        .map(id ->
            ofAmount(
                refund.amount(),
                refund.currency(),
                amount -> new VerifiedOperation(id, amount, StripeStatuses.refund(refund, alarms))))
        .orElseGet(() -> new Irrelevant("a refund that is not ours"));
  }

  private CallbackReading agreement(StripeSetup setup) {
    return Optional.ofNullable(setup.agreementId())
        .flatMap(OperationId::parse)
        .<CallbackReading>map(
            id -> new VerifiedAgreement(id, StripeStatuses.agreement(setup, alarms)))
        .orElseGet(() -> new Irrelevant("a setup intent that is not ours"));
  }

  private CallbackReading ofAmount(
      @Nullable Long amount, @Nullable String currency, Function<Money, CallbackReading> reading) {
    if (amount == null || currency == null) {
      return new Refused("no amount");
    }
    return StripeAmounts.decode(amount, currency, account)
        .map(reading)
        .orElseGet(() -> new Refused("impossible amount"));
  }

  private static List<Secret> secrets(ChannelAccount account) {
    return Stream.of(SECRET, PREVIOUS_SECRET)
        .map(account.secrets()::get)
        .filter(Objects::nonNull)
        .filter(secret -> secret.reveal().length > 0)
        .toList();
  }
}
