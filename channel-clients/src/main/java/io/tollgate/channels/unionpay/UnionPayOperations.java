package io.tollgate.channels.unionpay;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.unionpay.UnionPayAnswers.Said;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.CaptureMode;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a release or a refund. Each is a transaction of its own, under the
 * operation's id, that names the one before by UnionPay's own number.
 *
 * <p>UnionPay refuses a number that it has seen on the same day (open.unionpay.com, APIList), so a
 * repetition is refused and asked after. A refusal is believed only where UnionPay, asked, does not
 * know better.
 */
final class UnionPayOperations {

  /** How a whole payment is given back on its own day: {@code refund} or {@code cancel}. */
  static final String SAME_DAY = "same-day";

  private final PaymentOperation operation;
  private final UnionPayScene scene;
  private final UnionPayCalls calls;
  private final Edge edge;
  private final UnionPayRequests requests;
  private final UnionPayAnswers answers;
  private final UnionPayQuestions questions;
  private final UnionPayOperationReplies replies;

  UnionPayOperations(
      PaymentOperation operation, UnionPayScene scene, UnionPayCalls calls, Edge edge) {
    this.operation = operation;
    this.scene = scene;
    this.calls = calls;
    this.edge = edge;
    this.requests = new UnionPayRequests(calls);
    this.answers = new UnionPayAnswers(calls, edge.alarms());
    this.questions = new UnionPayQuestions(requests, answers, edge);
    this.replies = new UnionPayOperationReplies(answers);
  }

  /** What is operated on: by UnionPay's own number, and when it was sent. */
  private record Original(String queryId, String txnTime) {

    static Optional<Original> of(@Nullable String reference) {
      return UnionPayReference.parse(reference)
          .flatMap(it ->
              Optional.ofNullable(it.queryId())
                  .map(queryId -> new Original(queryId, it.txnTime())));
    }
  }

  /** UnionPay lets go what a capture leaves, so a part that is not the last is refused here. */
  Mono<OperationOutcome> capture() {
    return isHeld() && (operation.isLast() || operation.isWhole())
        ? request(UnionPayDeed.CAPTURE)
        : refused();
  }

  Mono<OperationOutcome> release() {
    return isHeld() ? request(UnionPayDeed.RELEASE) : refused();
  }

  Mono<OperationOutcome> refund() {
    return ofOriginal(original -> request(givingBack(original), original));
  }

  Mono<OperationOutcome> queryCapture(OperationQuery query) {
    return query(UnionPayDeed.CAPTURE, query);
  }

  /** An answer may name any of the ways in which money is given back. */
  Mono<OperationOutcome> queryRefund(OperationQuery query) {
    return query(UnionPayDeed.REFUND, query);
  }

  private Mono<OperationOutcome> query(UnionPayDeed deed, OperationQuery query) {
    return UnionPayReference.parse(query.channelReference())
        .map(reference -> questions.ask(transaction(deed, reference.txnTime())))
        .orElseGet(() ->
            questions.ask(
                transaction(deed, calls.times().now()), calls.times().about(query.sentAt())))
        .map(replies::state);
  }

  private Mono<OperationOutcome> request(UnionPayDeed deed) {
    return ofOriginal(original -> request(deed, original));
  }

  private Mono<OperationOutcome> ofOriginal(Function<Original, Mono<OperationOutcome>> work) {
    return original().flatMap(found -> found.map(work).orElseGet(UnionPayOperations::lost));
  }

  private Mono<OperationOutcome> request(UnionPayDeed deed, Original original) {
    var transaction = transaction(deed, calls.times().now());
    return edge.send(() -> requests.operation(transaction, scene, original.queryId()))
        .map(exchange -> answers.toRequest(exchange, transaction))
        .flatMap(said -> outcome(said, transaction));
  }

  private Mono<OperationOutcome> outcome(Said said, UnionPayTransaction transaction) {
    return switch (said) {
      case Said.Accepted _ ->
          questions.ask(transaction).map(replies::state).map(now -> afterAll(now, transaction));
      case Said.Repeated _ ->
          known(transaction, new Unknown("sent before, at a time that is not known"));
      case Said.Refused(var reason) ->
          known(transaction, new Refused(reason, transaction.txnTime()));
      case Said.NotSent(var why) -> Mono.just(new NotSent(why));
      case Said.Unclear(var why) -> Mono.just(new Unknown(why));
    };
  }

  /** What UnionPay knows of it under the times of this moment; else what it said. */
  private Mono<OperationOutcome> known(UnionPayTransaction transaction, OperationOutcome said) {
    return questions
        .ask(transaction, calls.times().aboutNow())
        .map(replies::state)
        .map(now -> now instanceof Absent ? said : now);
  }

  /** It was accepted, so that UnionPay does not know it (yet) or does not tell proves nothing. */
  private static OperationOutcome afterAll(OperationOutcome now, UnionPayTransaction transaction) {
    return now instanceof Absent || now instanceof Unknown
        ? new Pending(transaction.txnTime())
        : now;
  }

  /** A whole payment can be cancelled on its own day, which costs less and is seen at once. */
  private UnionPayDeed givingBack(Original original) {
    boolean isCancelled =
        "cancel".equals(calls.option(SAME_DAY, "refund"))
            && operation.isWhole()
            && calls.times().isSameDay(original.txnTime());
    if (!isCancelled) {
      return UnionPayDeed.REFUND;
    }
    return isHeld() ? UnionPayDeed.CANCEL_CAPTURE : UnionPayDeed.CANCEL;
  }

  /** The capture that is given back where there is one, else the payment. */
  private Mono<Optional<Original>> original() {
    var known =
        Original.of(operation.capture())
            .or(() -> Original.of(operation.attempt().channelReference()));
    return known.isPresent()
        ? Mono.just(known)
        : payment().state(operation.attempt()).map(UnionPayOperations::original);
  }

  private UnionPayPayment payment() {
    AttemptQuery attempt = operation.attempt();
    return new UnionPayPayment(attempt.requestId(), attempt.order(), scene, calls, edge);
  }

  private UnionPayTransaction transaction(UnionPayDeed deed, String txnTime) {
    return new UnionPayTransaction(
        UnionPayIds.of(operation.id()),
        txnTime,
        deed.txnType(calls),
        scene.bizType(),
        operation.amount());
  }

  private boolean isHeld() {
    return operation.attempt().order().capture() == CaptureMode.MANUAL;
  }

  private static Optional<Original> original(ChannelOutcome state) {
    return switch (state) {
      case ChannelOutcome.Approved(var reference) -> Original.of(reference);
      case ChannelOutcome.Authorized(var reference) -> Original.of(reference);
      case ChannelOutcome.Pending _,
          ChannelOutcome.NeedsAction _,
          ChannelOutcome.Declined _,
          ChannelOutcome.Closed _,
          ChannelOutcome.Absent _,
          ChannelOutcome.NotSent _,
          ChannelOutcome.Unknown _ ->
          Optional.empty();
    };
  }

  private static Mono<OperationOutcome> lost() {
    return Mono.just(new Unknown("the payment was not found"));
  }

  private static Mono<OperationOutcome> refused() {
    return Mono.just(new Refused(UnionPayCodes.refusal(null), null));
  }
}
