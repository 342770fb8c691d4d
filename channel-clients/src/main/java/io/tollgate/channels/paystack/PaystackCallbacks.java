package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Customer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Paystack's events (facts, section 12, "Callback"). Those about charges tell how an attempt
 * of ours stands. Those about refunds name what was paid and not which refund it is (vendor:
 * PaystackOSS/doc-code-snippets, refund events), so they only make us ask. Those about mandates
 * carry Paystack's reference alone, which we do not find an agreement by.
 */
final class PaystackCallbacks {

  /** The key before, while one replaces the other. */
  static final String PREVIOUS_KEY = "api-key-previous";

  private static final Json<Event> EVENT = Json.of(Event.class);

  private final ChannelAccount account;
  private final Alarms alarms;

  private PaystackCallbacks(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** A callback's body. */
  record Event(@Nullable String event, @Nullable JsonNode data) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    var header = callback.header("x-paystack-signature");
    if (header.isEmpty()) {
      return new Refused("no signature");
    }
    return PaystackSigning.isSigned(header.get(), callback.body(), secrets(account))
        ? new PaystackCallbacks(account, alarms).signed(callback.body())
        : new Refused("signature does not match");
  }

  private CallbackReading signed(byte[] body) {
    return EVENT.read(body).map(this::event).orElseGet(() -> new Refused("unreadable event"));
  }

  private CallbackReading event(Event event) {
    var type = event.event();
    var data = event.data();
    if (type == null || data == null || !data.isObject()) {
      return new Refused("unreadable event");
    }
    if (type.startsWith("charge.") && !type.startsWith("charge.dispute.")) {
      return Json.convert(data, PaystackTransaction.class)
          .map(this::payment)
          .orElseGet(() -> new Refused("unreadable transaction"));
    }
    if (type.startsWith("refund.")) {
      return PaystackIds.attempt(data.path("transaction_reference").stringValueOpt().orElse(null))
          .<CallbackReading>map(Hint::new)
          .orElseGet(() -> new Irrelevant("a refund of what is not ours"));
    }
    return new Irrelevant("event " + PaystackDeclines.word(type.replaceAll("[.-]", "_")));
  }

  private CallbackReading payment(PaystackTransaction transaction) {
    return PaystackIds.attempt(transaction.reference())
        .map(attempt -> payment(attempt, transaction))
        .orElseGet(() -> new Irrelevant("a transaction that is not ours"));
  }

  private CallbackReading payment(ChannelRequestId attempt, PaystackTransaction transaction) {
    return PaystackAmounts.decode(transaction.amount(), transaction.currency(), account)
        .filter(Money::isPositive)
        .<CallbackReading>map(amount ->
            new Verified(
                attempt, amount, PaystackStatuses.payment(transaction, Customer.UNKNOWN, alarms)))
        .orElseGet(() -> new Refused("impossible amount"));
  }

  private static List<Secret> secrets(ChannelAccount account) {
    return Stream.of(PaystackCalls.SECRET_KEY, PREVIOUS_KEY)
        .map(account.secrets()::get)
        .filter(Objects::nonNull)
        .filter(secret -> secret.reveal().length > 0)
        .toList();
  }
}
