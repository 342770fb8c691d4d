package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Captures, voids and refunds (facts, section 2).
 *
 * <p>Each begins with a look at the order. It tells the id of what is captured or refunded, which
 * our side does not keep, and it shows whether the operation was done already: PayPal forgets keys
 * after 45 days, and its orders know what was made of them for longer.
 */
final class PayPalOperations {

  private static final Json<PayPalPayment> PAYMENT = Json.of(PayPalPayment.class);

  private final PayPalCalls calls;
  private final ChannelAccount account;

  PayPalOperations(PayPalCalls calls) {
    this.calls = calls;
    this.account = calls.account();
  }

  /**
   * What a kind of operation is made of.
   *
   * @param target the id of what it is done to; empty where there is none
   * @param before what the order shows of it
   * @param call the request, of the target's id and a token
   * @param done what a successful answer shows
   */
  private record Kind(
      Function<PayPalOrder, Optional<String>> target,
      Function<PayPalOrder, Optional<OperationOutcome>> before,
      BiFunction<String, Secret, HttpCall> call,
      BiFunction<String, Answered, OperationOutcome> done) {}

  Mono<OperationOutcome> capture(PaymentOperation operation) {
    return once(
        operation,
        new Kind(
            PayPalOperations::held,
            order -> shown(order.captures(), operation).map(it -> captured(it, operation)),
            (id, token) -> PayPalRequests.capture(id, operation, account, token),
            (_, answer) -> read(answer, it -> captured(it, operation))));
  }

  Mono<OperationOutcome> refund(PaymentOperation operation) {
    return once(
        operation,
        new Kind(
            order -> refundable(order, operation.capture()),
            order -> shown(order.refunds(), operation).map(it -> refunded(it, operation)),
            (id, token) -> PayPalRequests.refund(id, operation, account, token),
            (_, answer) -> read(answer, it -> refunded(it, operation))));
  }

  /** A void has no id of its own; the authorization stands for it. */
  Mono<OperationOutcome> release(PaymentOperation operation) {
    return once(
        operation,
        new Kind(
            PayPalOperations::held,
            PayPalOperations::released,
            (id, token) -> PayPalRequests.release(id, operation, account, token),
            (id, _) -> new Done(id)));
  }

  Mono<OperationOutcome> queryCapture(OperationQuery query) {
    var operation = query.operation();
    return asked(
        query,
        (id, token) -> PayPalRequests.captured(id, account, token),
        it -> captured(it, operation),
        PayPalOrder::captures);
  }

  Mono<OperationOutcome> queryRefund(OperationQuery query) {
    var operation = query.operation();
    return asked(
        query,
        (id, token) -> PayPalRequests.refunded(id, account, token),
        it -> refunded(it, operation),
        PayPalOrder::refunds);
  }

  private Mono<OperationOutcome> once(PaymentOperation operation, Kind kind) {
    return order(operation.attempt())
        .flatMap(look ->
            switch (look) {
              case Look.Failed(var why) -> Mono.just(new NotSent(why));
              case Look.At(var order) ->
                  kind.before()
                      .apply(order)
                      .map(Mono::just)
                      .orElseGet(() -> sent(operation, kind, kind.target().apply(order)));
            });
  }

  private Mono<OperationOutcome> sent(
      PaymentOperation operation, Kind kind, Optional<String> target) {
    return target
        .map(id ->
            calls
                .send(token -> kind.call().apply(id, token))
                .flatMap(exchange -> heard(exchange, id, operation, kind)))
        .orElseGet(() -> Mono.just(new Refused(refusal("NOTHING_TO_DO_IT_TO"), null)));
  }

  private Mono<OperationOutcome> heard(
      Exchange exchange, String id, PaymentOperation operation, Kind kind) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> Mono.just(new NotSent(why));
      case Exchange.Unknown(var why) -> Mono.just(new Unknown(why));
      case Answered answer when answer.isSuccess() -> Mono.just(kind.done().apply(id, answer));
      case Answered answer -> refused(answer, operation, kind);
    };
  }

  private Mono<OperationOutcome> refused(Answered answer, PaymentOperation operation, Kind kind) {
    var problem = PayPalProblem.of(answer, calls.alarms());
    problem.alarm(calls.alarms());
    return switch (problem.meaning()) {
      case DECLINED, REFUSED, MISCONFIGURED, EXPIRED ->
          Mono.just(new Refused(problem.reason(), null));
      case LATER -> Mono.just(new NotSent(problem.text()));
      case LOOK, DUPLICATE -> seenAgain(operation, kind, problem.reason());
      case RUNNING, UNPROVED -> Mono.just(new Unknown(problem.text()));
    };
  }

  /** It may be our own earlier request that is in the way. */
  private Mono<OperationOutcome> seenAgain(
      PaymentOperation operation, Kind kind, DeclineReason reason) {
    return order(operation.attempt())
        .map(look ->
            switch (look) {
              case Look.Failed(var why) -> new Unknown(why);
              case Look.At(var order) ->
                  kind.before().apply(order).orElseGet(() -> new Refused(reason, null));
            });
  }

  /** By PayPal's own id where we have it, else by the order, which lists what was made of it. */
  private Mono<OperationOutcome> asked(
      OperationQuery query,
      BiFunction<String, Secret, HttpCall> call,
      Function<PayPalPayment, OperationOutcome> outcome,
      Function<PayPalOrder, List<PayPalPayment>> made) {
    var reference = query.channelReference();
    if (reference != null) {
      return calls
          .ask(token -> call.apply(reference, token))
          .map(exchange -> answered(exchange, query, outcome));
    }
    return order(query.operation().attempt())
        .map(look ->
            switch (look) {
              case Look.Failed(var why) -> new Unknown(why);
              case Look.At(var order) ->
                  shown(made.apply(order), query.operation()).map(outcome).orElseGet(Absent::new);
            });
  }

  private OperationOutcome answered(
      Exchange exchange, OperationQuery query, Function<PayPalPayment, OperationOutcome> outcome) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Unknown("could not ask: " + why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> read(answer, outcome);
      case Answered answer -> unanswered(answer, query);
    };
  }

  private OperationOutcome unanswered(Answered answer, OperationQuery query) {
    if (answer.status() == 404) {
      calls.alarms().raise(Alarm.REFERENCE_LOST, query.operation().id().value());
    } else {
      PayPalProblem.of(answer, calls.alarms()).alarm(calls.alarms());
    }
    return new Unknown("HTTP " + answer.status());
  }

  /** What looking at an order brought. */
  private sealed interface Look {

    record At(PayPalOrder order) implements Look {}

    record Failed(String why) implements Look {}
  }

  private Mono<Look> order(AttemptQuery attempt) {
    var reference = attempt.channelReference();
    if (reference == null) {
      return Mono.just(new Look.Failed("the payment's order is not known"));
    }
    var replies = new PayPalReplies(attempt.requestId(), attempt.order(), calls.alarms());
    return calls
        .ask(token -> PayPalRequests.order(reference, account, token))
        .map(exchange ->
            switch (exchange) {
              case Exchange.NotSent(var why) -> new Look.Failed(why);
              case Exchange.Unknown(var why) -> new Look.Failed(why);
              case Answered answer when answer.isSuccess() ->
                  replies
                      .own(answer)
                      .<Look>map(Look.At::new)
                      .orElseGet(() -> new Look.Failed("the payment's order cannot be read"));
              case Answered answer -> unseen(answer);
            });
  }

  private Look unseen(Answered answer) {
    PayPalProblem.of(answer, calls.alarms()).alarm(calls.alarms());
    return new Look.Failed("HTTP " + answer.status() + " to a question about the payment's order");
  }

  private OperationOutcome read(
      Answered answer, Function<PayPalPayment, OperationOutcome> outcome) {
    return PAYMENT
        .read(answer.body())
        .filter(it -> PayPalRequests.isId(it.id()))
        .map(outcome)
        .orElseGet(() -> new Unknown("unreadable answer"));
  }

  private OperationOutcome captured(PayPalPayment capture, PaymentOperation operation) {
    return isOf(capture, operation)
        ? PayPalStatuses.ofCapture(capture, calls.alarms())
        : mismatch(operation);
  }

  private OperationOutcome refunded(PayPalPayment refund, PaymentOperation operation) {
    return isOf(refund, operation)
        ? PayPalStatuses.ofRefund(refund, calls.alarms())
        : mismatch(operation);
  }

  private static boolean isOf(PayPalPayment payment, PaymentOperation operation) {
    return payment.isMadeFor(operation.id().value())
        && PayPalAmounts.decode(payment.amount()).equals(Optional.of(operation.amount()));
  }

  private OperationOutcome mismatch(PaymentOperation operation) {
    calls.alarms().raise(Alarm.MISMATCH, operation.id() + " got another operation");
    return new Unknown("answer about another operation");
  }

  private static Optional<PayPalPayment> shown(
      List<PayPalPayment> made, PaymentOperation operation) {
    return made.stream()
        .filter(it -> it.isMadeFor(operation.id().value()) && PayPalRequests.isId(it.id()))
        .findFirst();
  }

  /** The authorization that holds the money; the last, where it was authorized anew. */
  private static Optional<String> held(PayPalOrder order) {
    return order.authorizations().stream()
        .map(PayPalPayment::id)
        .filter(PayPalRequests::isId)
        .reduce((_, last) -> last);
  }

  private static Optional<OperationOutcome> released(PayPalOrder order) {
    return order.authorizations().stream()
        .filter(it -> "VOIDED".equals(it.status()))
        .map(it -> (OperationOutcome) new Done(it.id()))
        .findFirst();
  }

  /** The capture that the operation names; else the only one, of a payment captured at once. */
  private static Optional<String> refundable(PayPalOrder order, @Nullable String named) {
    if (named != null) {
      return Optional.of(named);
    }
    var ids =
        order.captures().stream().map(PayPalPayment::id).filter(PayPalRequests::isId).toList();
    return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
  }

  private static DeclineReason refusal(String code) {
    return new DeclineReason(Category.REQUEST_REFUSED, code);
  }
}
