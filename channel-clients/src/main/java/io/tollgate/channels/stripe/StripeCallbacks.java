package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads Stripe's events (facts, section 1, "Callback"). The secrets {@value #SECRET} and, while one
 * is replaced by another, {@value #PREVIOUS_SECRET} are accepted.
 */
final class StripeCallbacks {

  static final String SECRET = "webhook";
  static final String PREVIOUS_SECRET = "webhook-previous";

  private static final String PREFIX = "payment_intent.";
  private static final Json<StripeIntent.Event> EVENT = Json.of(StripeIntent.Event.class);

  private StripeCallbacks() {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    var header = callback.header("stripe-signature");
    if (header.isEmpty()) {
      return new Refused("no signature");
    }
    return StripeSigning.problem(
            header.get(), callback.body(), secrets(account), callback.receivedAt())
        .<CallbackReading>map(Refused::new)
        .orElseGet(() -> signed(callback.body(), account, alarms));
  }

  private static CallbackReading signed(byte[] body, ChannelAccount account, Alarms alarms) {
    return EVENT
        .read(body)
        .map(event -> about(event, account, alarms))
        .orElseGet(() -> new Refused("unreadable event"));
  }

  private static CallbackReading about(
      StripeIntent.Event event, ChannelAccount account, Alarms alarms) {
    var type = event.type();
    var data = event.data();
    if (type == null || data == null || data.object() == null) {
      return new Refused("unreadable event");
    }
    if (!type.startsWith(PREFIX)) {
      return new Irrelevant("event " + StripeDeclines.word(type.replace('.', '_')));
    }
    return Json.convert(data.object(), StripeIntent.class)
        .map(intent -> about(intent, account, alarms))
        .orElseGet(() -> new Refused("unreadable intent"));
  }

  private static CallbackReading about(StripeIntent intent, ChannelAccount account, Alarms alarms) {
    var attempt = intent.attemptId();
    var requestId = attempt == null ? null : ChannelRequestId.parse(attempt).orElse(null);
    if (requestId == null) {
      return new Irrelevant("an intent that is not ours");
    }
    if (intent.amount() == null || intent.currency() == null) {
      return new Refused("unreadable intent");
    }
    return StripeAmounts.decode(intent.amount(), intent.currency(), account)
        .<CallbackReading>map(
            amount -> new Verified(requestId, amount, StripeStatuses.outcome(intent, alarms)))
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
