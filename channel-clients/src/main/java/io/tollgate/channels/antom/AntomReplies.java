package io.tollgate.channels.antom;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import java.util.Optional;

/**
 * What Antom's answers mean for one attempt (facts, section 5, "Status" and "Errors"). A success
 * counts only where attempt, amount and currency are those of the order; a failure must not name
 * others.
 */
final class AntomReplies {

  private static final Json<AntomPayment> PAYMENT = Json.camel(AntomPayment.class);

  private final ChannelRequestId requestId;
  private final Order order;
  private final ChannelAccount account;
  private final Alarms alarms;

  AntomReplies(ChannelRequestId requestId, Order order, ChannelAccount account, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.account = account;
    this.alarms = alarms;
  }

  /** The answer to a request to pay: here a refusal ends the attempt. */
  ChannelOutcome toPay(AntomAnswer answer) {
    return switch (answer) {
      case AntomAnswer.NotSent(var why) -> new NotSent(why);
      case AntomAnswer.Unclear(var why) -> new Unknown(why);
      case AntomAnswer.Signed(var body) -> {
        var payment = PAYMENT.read(body);
        yield payment.isEmpty() ? unreadable() : tried(payment.get());
      }
    };
  }

  /** The answer to a question. */
  ChannelOutcome toInquiry(AntomAnswer answer) {
    return switch (answer) {
      case AntomAnswer.NotSent(var why) -> new Unknown("could not ask: " + why);
      case AntomAnswer.Unclear(var why) -> new Unknown(why);
      case AntomAnswer.Signed(var body) -> {
        var payment = PAYMENT.read(body);
        yield payment.isEmpty() ? unreadable() : asked(payment.get());
      }
    };
  }

  /** The answer to a cancellation; empty where only a question can tell. */
  Optional<ChannelOutcome> toCancel(AntomAnswer answer) {
    return switch (answer) {
      case AntomAnswer.NotSent(var why) -> Optional.of(new Unknown("could not cancel: " + why));
      case AntomAnswer.Unclear(var why) -> Optional.of(new Unknown(why));
      case AntomAnswer.Signed(var body) -> {
        var payment = PAYMENT.read(body);
        yield payment.isEmpty() ? Optional.of(unreadable()) : cancelled(payment.get());
      }
    };
  }

  private ChannelOutcome tried(AntomPayment payment) {
    if (payment.contradicts(requestId, order, account)) {
      return mismatch();
    }
    return switch (AntomVerdict.of(payment.result(), account, alarms)) {
      case AntomVerdict.Done _ -> taken(payment);
      case AntomVerdict.InProcess _ -> AntomStatuses.open(payment);
      case AntomVerdict.Busy(var why) -> new NotSent(why);
      case AntomVerdict.Refused(var reason) -> new Declined(reason, payment.reference());
      case AntomVerdict.Missing(var reason) -> new Unknown("paying: " + reason.channelCode());
      case AntomVerdict.Unclear(var why) -> new Unknown(why);
    };
  }

  private ChannelOutcome taken(AntomPayment payment) {
    var id = payment.reference();
    if (id == null) {
      return unreadable();
    }
    if (!payment.isOf(requestId, order, account)) {
      return mismatch();
    }
    return order.capture() == CaptureMode.MANUAL ? new Authorized(id) : new Approved(id);
  }

  private ChannelOutcome asked(AntomPayment payment) {
    return switch (AntomVerdict.of(payment.result(), account, alarms)) {
      case AntomVerdict.Done _ ->
          payment.isOf(requestId, order, account)
              ? AntomStatuses.payment(payment, order, alarms)
              : mismatch();
      case AntomVerdict.Missing _ ->
          payment.contradicts(requestId, order, account) ? mismatch() : new Absent();
      case AntomVerdict.Refused(var reason) -> {
        alarms.raise(Alarm.QUERY_REFUSED, requestId + ": " + reason.channelCode());
        yield new Unknown("refused to be asked: " + reason.channelCode());
      }
      case AntomVerdict.InProcess _ -> new Unknown("the question is in process");
      case AntomVerdict.Busy(var why) -> new Unknown(why);
      case AntomVerdict.Unclear(var why) -> new Unknown(why);
    };
  }

  private Optional<ChannelOutcome> cancelled(AntomPayment payment) {
    return switch (AntomVerdict.of(payment.result(), account, alarms)) {
      case AntomVerdict.Done _ ->
          Optional.of(
              requestId.toString().equals(payment.paymentRequestId())
                  ? new Closed(false, payment.reference())
                  : mismatch());
      case AntomVerdict.InProcess _, AntomVerdict.Refused _, AntomVerdict.Missing _ ->
          Optional.empty();
      case AntomVerdict.Busy(var why) -> Optional.of(new Unknown(why));
      case AntomVerdict.Unclear(var why) -> Optional.of(new Unknown(why));
    };
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, requestId + " got an answer about another order");
    return new Unknown("answer about another order");
  }

  private static ChannelOutcome unreadable() {
    return new Unknown(AntomStatuses.UNREADABLE);
  }
}
