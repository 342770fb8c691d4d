package io.tollgate.channels.unionpay;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.unionpay.UnionPayAnswers.Said;
import io.tollgate.channels.unionpay.UnionPayQuestions.Answer;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to be paid by UnionPay in one of its ways, and to learn whether we were.
 */
final class UnionPayPayment {

  private final ChannelRequestId requestId;
  private final Order order;
  private final UnionPayScene scene;
  private final UnionPayTimes times;
  private final Edge edge;
  private final UnionPayRequests requests;
  private final UnionPayAnswers answers;
  private final UnionPayReplies replies;
  private final UnionPayQuestions questions;

  UnionPayPayment(
      ChannelRequestId requestId,
      Order order,
      UnionPayScene scene,
      UnionPayCalls calls,
      Edge edge) {
    this.requestId = requestId;
    this.order = order;
    this.scene = scene;
    this.times = calls.times();
    this.edge = edge;
    this.requests = new UnionPayRequests(calls);
    this.answers = new UnionPayAnswers(calls, edge.alarms());
    this.replies = new UnionPayReplies(scene, answers, times);
    this.questions = new UnionPayQuestions(requests, answers, edge);
  }

  Mono<ChannelOutcome> pay() {
    var payment = transaction(times.now());
    return switch (scene) {
      case PAGE, WAP, BUSINESS -> page(payment);
      case QR -> code(payment);
      case TOKEN -> charge(payment);
    };
  }

  /** By the time that it was sent with where we have it, else by when it was recorded. */
  Mono<ChannelOutcome> state(AttemptQuery query) {
    return UnionPayReference.parse(query.channelReference())
        .map(reference -> questions.ask(transaction(reference.txnTime())))
        .orElseGet(() -> questions.ask(transaction(times.now()), times.about(query.sentAt())))
        .map(this::found);
  }

  /** Nothing is sent by us: UnionPay learns of it when the payer opens the page. */
  private Mono<ChannelOutcome> page(UnionPayTransaction payment) {
    return Mono.fromSupplier(() -> requests.page(payment, scene, order))
        .<ChannelOutcome>map(
            page -> new NeedsAction(new NextStep.Redirect(page), payment.txnTime()))
        .onErrorResume(RuntimeException.class, this::unbuilt);
  }

  private Mono<ChannelOutcome> code(UnionPayTransaction payment) {
    return edge.send(() -> requests.code(payment, scene))
        .map(exchange -> answers.toRequest(exchange, payment))
        .flatMap(
            said -> outcome(said, payment, message -> Mono.just(replies.code(message, payment))));
  }

  /** That it was accepted does not say that it was paid, so it is asked after at once. */
  private Mono<ChannelOutcome> charge(UnionPayTransaction payment) {
    return edge.send(() -> requests.charge(payment, scene, order.method().token()))
        .map(exchange -> answers.toRequest(exchange, payment))
        .flatMap(said -> outcome(said, payment, _ -> afterAll(payment)));
  }

  private Mono<ChannelOutcome> outcome(
      Said said,
      UnionPayTransaction payment,
      Function<UnionPayMessage, Mono<ChannelOutcome>> whenAccepted) {
    return switch (said) {
      case Said.Accepted(var message) -> whenAccepted.apply(message);
      case Said.Repeated _ -> questions.ask(payment, times.aboutNow()).map(this::repeated);
      case Said.Refused(var reason) -> Mono.just(new Declined(reason, payment.txnTime()));
      case Said.NotSent(var why) -> Mono.just(new NotSent(why));
      case Said.Unclear(var why) -> Mono.just(new Unknown(why));
    };
  }

  private ChannelOutcome found(Answer answer) {
    return replies.state(answer.found(), answer.about());
  }

  /** It was accepted, so that UnionPay does not know it (yet) or does not tell proves nothing. */
  private Mono<ChannelOutcome> afterAll(UnionPayTransaction payment) {
    return questions
        .ask(payment)
        .map(this::found)
        .map(now ->
            now instanceof Absent || now instanceof Unknown ? new Pending(payment.txnTime()) : now);
  }

  /** There is one somewhere, so one that is not found was sent at another time. */
  private ChannelOutcome repeated(Answer answer) {
    return answer.isAbsent()
        ? new Unknown("sent before, at a time that is not known")
        : found(answer);
  }

  private UnionPayTransaction transaction(String txnTime) {
    var type =
        order.capture() == CaptureMode.MANUAL
            ? UnionPayRequests.AUTHORIZE
            : UnionPayRequests.CONSUME;
    return new UnionPayTransaction(
        UnionPayIds.of(requestId), txnTime, type, scene.bizType(), order.amount());
  }

  private Mono<ChannelOutcome> unbuilt(RuntimeException thrown) {
    var kind = thrown.getClass().getSimpleName();
    edge.alarms().raise(Alarm.MISCONFIGURED, "no request could be built (" + kind + ")");
    return Mono.just(new NotSent("no request could be built"));
  }
}
