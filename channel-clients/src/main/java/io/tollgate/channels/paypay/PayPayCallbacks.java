package io.tollgate.channels.paypay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.paypay.PayPayConsent.Reading;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.RawCallback;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads PayPay's notifications, which nobody signs: one about a payment of ours only makes us ask
 * (facts, section 13, "Callback"; www.paypay.ne.jp/opa/doc/v1.0/dynamicqrcode, "Transaction Events"
 * and "Webhook Setup"). Of those about payers and files we could only believe, so they are let go.
 *
 * <p>A payer who comes back from the page of consent to this address brings proof.
 */
final class PayPayCallbacks {

  private static final Json<Event> EVENT = Json.of(Event.class);

  private PayPayCallbacks() {}

  /** What we read of a notification. */
  record Event(@Nullable String notificationType, @Nullable String merchantOrderId) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    return token(callback)
        .map(token -> new PayPayConsent(account, alarms).read(token, callback.receivedAt()))
        .map(PayPayCallbacks::consent)
        .orElseGet(() -> notification(callback.body()));
  }

  private static Optional<String> token(RawCallback callback) {
    return FormFields.read(callback.rawQuery(), UTF_8)
        .map(query -> query.get(PayPayConsent.PARAMETER));
  }

  private static CallbackReading consent(Reading reading) {
    return switch (reading) {
      case Reading.Proved(var agreement, var outcome) -> new VerifiedAgreement(agreement, outcome);
      case Reading.Unproved(var why) -> new Refused(why);
    };
  }

  private static CallbackReading notification(byte[] body) {
    return EVENT
        .read(body)
        .map(PayPayCallbacks::event)
        .orElseGet(() -> new Refused("unreadable notification"));
  }

  private static CallbackReading event(Event event) {
    return switch (event.notificationType()) {
      case null -> new Refused("unreadable notification");
      case "Transaction" ->
          Optional.ofNullable(event.merchantOrderId())
              .flatMap(ChannelRequestId::parse)
              .<CallbackReading>map(Hint::new)
              .orElseGet(() -> new Irrelevant("a transaction that is not ours"));
      case String _ -> new Irrelevant("a notification that is not about a transaction");
    };
  }
}
