package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paystack.PaystackErrors.Failure;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Paystack's answers mean for one attempt (facts, section 12).
 *
 * <p>A transaction counts only where reference, amount and currency are those of the order. Charges
 * under way often come without amount and currency; such an answer can tell that the payer has to
 * act or that it goes on, and never how it ended.
 */
final class PaystackReplies {

  private static final String UNREADABLE = "unreadable answer";

  private final ChannelRequestId requestId;
  private final Order order;
  private final ChannelAccount account;
  private final Alarms alarms;

  PaystackReplies(ChannelRequestId requestId, Order order, ChannelAccount account, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.account = account;
    this.alarms = alarms;
  }

  /** What the answer to a request is worth. */
  sealed interface Said {

    /** It stands. */
    record Firm(ChannelOutcome outcome) implements Said {}

    /** It stands only where Paystack, asked, does not know the attempt. */
    record Doubtful(ChannelOutcome outcome) implements Said {}
  }

  /** Where a payer pays. */
  record Access(@Nullable String authorizationUrl, @Nullable String reference) {}

  /** The answer to the wish that the payer pays at Paystack's page. */
  Said toInitialize(Exchange exchange) {
    return toRequest(exchange, answer -> answer.about(Access.class).map(this::page));
  }

  /** The answer to a charge, or to what was submitted for one. */
  Said toCharge(Exchange exchange) {
    return toRequest(
        exchange, answer -> answer.about(PaystackTransaction.class).map(this::matching));
  }

  /** The answer to the question what became of the attempt. */
  ChannelOutcome toVerify(Exchange exchange) {
    return PaystackErrors.isNotFound(exchange)
        ? new Absent()
        : transaction(exchange)
            .map(this::matching)
            .orElseGet(() -> new Unknown(unanswered(exchange)));
  }

  /** The same, where nobody waits for the payer any more. */
  ChannelOutcome toClose(Exchange exchange) {
    var said = toVerify(exchange);
    boolean isAbandoned =
        said instanceof NeedsAction
            && transaction(exchange)
                .filter(PaystackTransaction::isPriced)
                .filter(read -> PaystackStatuses.ABANDONED.equals(read.status()))
                .isPresent();
    return isAbandoned ? new Closed(true, PaystackIds.reference(requestId)) : said;
  }

  private Said toRequest(
      Exchange exchange, Function<PaystackAnswer, Optional<ChannelOutcome>> reading) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Said.Firm(new NotSent(why));
      case Exchange.Unknown(var why) -> new Said.Firm(new Unknown(why));
      case Answered answer ->
          PaystackAnswer.accepted(answer)
              .map(said -> worth(reading.apply(said).orElseGet(() -> new Unknown(UNREADABLE))))
              .orElseGet(() -> refused(answer));
    };
  }

  /** What was answered and cannot be made out may be told better to a question. */
  private static Said worth(ChannelOutcome outcome) {
    return switch (outcome) {
      case Unknown _ -> new Said.Doubtful(outcome);
      case Approved _,
          Authorized _,
          Declined _,
          NeedsAction _,
          Pending _,
          Closed _,
          Absent _,
          NotSent _ ->
          new Said.Firm(outcome);
    };
  }

  private Said refused(Answered answer) {
    return switch (PaystackErrors.failure(answer, alarms)) {
      case Failure.Busy(var why) -> new Said.Firm(new NotSent(why));
      case Failure.Barred(var reason) -> new Said.Firm(new Declined(reason, null));
      case Failure.Refused(var reason) -> new Said.Doubtful(new Declined(reason, null));
      case Failure.Unclear(var why) -> new Said.Firm(new Unknown(why));
    };
  }

  private Optional<PaystackTransaction> transaction(Exchange exchange) {
    return exchange instanceof Answered answer
        ? PaystackAnswer.accepted(answer).flatMap(said -> said.about(PaystackTransaction.class))
        : Optional.empty();
  }

  private ChannelOutcome page(Access access) {
    var reference = PaystackIds.reference(requestId);
    if (access.reference() != null && !access.reference().equals(reference)) {
      return mismatch();
    }
    return PayerPage.find(access.authorizationUrl())
        .filter(_ -> access.reference() != null)
        .<ChannelOutcome>map(url -> new NeedsAction(new NextStep.Redirect(url), reference))
        .orElseGet(() -> new Unknown(UNREADABLE));
  }

  private ChannelOutcome matching(PaystackTransaction transaction) {
    if (transaction.reference() == null) {
      return new Unknown(UNREADABLE);
    }
    if (!transaction.isOf(requestId, order, account)) {
      return mismatch();
    }
    var said = PaystackStatuses.payment(transaction, order.customer(), alarms);
    return transaction.isPriced() || !isEnding(said)
        ? said
        : new Unknown("an ending without an amount");
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, requestId + " got a transaction of another order");
    return new Unknown("answer about another order");
  }

  private String unanswered(Exchange exchange) {
    return exchange instanceof Answered answer && PaystackAnswer.accepted(answer).isPresent()
        ? UNREADABLE
        : PaystackErrors.unanswered(exchange, requestId, alarms);
  }

  private static boolean isEnding(ChannelOutcome said) {
    return switch (said) {
      case Approved _, Authorized _, Declined _, Closed _ -> true;
      case NeedsAction _, Pending _, Absent _, NotSent _, Unknown _ -> false;
    };
  }
}
