package io.tollgate.channels.camara;

import io.tollgate.channels.camara.CamaraErrors.Failure;
import io.tollgate.channels.camara.CamaraSighting.Missing;
import io.tollgate.channels.camara.CamaraSighting.Seen;
import io.tollgate.channels.camara.CamaraSighting.Unclear;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.Order;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a void or a refund.
 *
 * <p>A refusal is believed only where the operator, asked, does not know the operation: it may be
 * the answer to a repetition of one that was done long ago.
 */
final class CamaraOperations {

  private static final Json<CamaraRefund[]> REFUNDS = Json.camel(CamaraRefund[].class);

  /** A payment with more refunds than that is not looked through. */
  private static final int MOST_PAGES = 20;

  private static final String NOT_FOUND = "the attempt's payment was not found";

  private final PaymentOperation operation;
  private final CamaraCalls calls;
  private final CamaraRequests requests;
  private final CamaraInquiry inquiry;
  private final CamaraRefundReplies replies;

  CamaraOperations(PaymentOperation operation, CamaraCalls calls) {
    this.operation = operation;
    this.calls = calls;
    this.requests = calls.requests();
    this.inquiry = new CamaraInquiry(operation.attempt(), calls);
    this.replies = new CamaraRefundReplies(operation, calls.alarms());
  }

  /** Captures all that is reserved; the standard knows no parts, so none is sent. */
  Mono<OperationOutcome> capture() {
    return operation.isWhole()
        ? ofPayment(payment ->
            step(
                requests.confirm(payment, order(), operation.id()),
                payment,
                CamaraStatuses::capture))
        : Mono.just(new Refused(new DeclineReason(Category.REQUEST_REFUSED, null), null));
  }

  Mono<OperationOutcome> queryCapture() {
    return inquiry.look().map(sighting -> read(sighting, CamaraStatuses::capture));
  }

  Mono<OperationOutcome> release() {
    return ofPayment(payment ->
        step(requests.cancel(payment, order(), operation.id()), payment, CamaraStatuses::release));
  }

  Mono<OperationOutcome> refund() {
    return ofPayment(payment ->
        calls
            .send(requests.refund(operation, payment, calls.now()))
            .flatMap(exchange -> said(exchange, listed(payment), replies::toRefund)));
  }

  /** By the operator's own id of the refund where we have it, else by ours. */
  Mono<OperationOutcome> queryRefund(@Nullable String refund) {
    return ofPayment(payment ->
        refund == null
            ? listed(payment)
            : calls
                .ask(requests.retrieveRefund(payment, refund, operation.id()))
                .map(exchange -> replies.toRefundQuery(exchange, refund)));
  }

  /** Confirming and cancelling answer only that they are accepted, so the payment is looked at. */
  private Mono<OperationOutcome> step(
      Function<Secret, HttpCall> call,
      CamaraReference payment,
      BiFunction<CamaraPayment, Alarms, OperationOutcome> reading) {
    var asking = inquiry.retrieved(payment).map(sighting -> read(sighting, reading));
    return calls
        .send(call)
        .flatMap(exchange ->
            exchange instanceof Answered answer && answer.isSuccess()
                ? asking.map(CamaraOperations::accepted)
                : said(exchange, asking, _ -> new Unknown("unreadable answer")));
  }

  private OperationOutcome read(
      CamaraSighting sighting, BiFunction<CamaraPayment, Alarms, OperationOutcome> reading) {
    return switch (sighting) {
      case Seen(var payment, _) -> reading.apply(payment, alarms());
      case Missing _ -> new Unknown(NOT_FOUND);
      case Unclear(var why) -> new Unknown(why);
    };
  }

  /** What is accepted, and not seen to be done, is under way. */
  private static OperationOutcome accepted(OperationOutcome seen) {
    return seen instanceof Absent || seen instanceof Unknown ? new Pending(null) : seen;
  }

  /**
   * What became of a request.
   *
   * @param asking what the operator says of the operation when it is asked
   */
  private Mono<OperationOutcome> said(
      Exchange exchange,
      Mono<OperationOutcome> asking,
      Function<Answered, OperationOutcome> success) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> Mono.just(new NotSent(why));
      case Exchange.Unknown(var why) -> Mono.just(new Unknown(why));
      case Answered answer when answer.isSuccess() -> Mono.just(success.apply(answer));
      case Answered answer -> refused(CamaraErrors.failure(answer, alarms()), asking);
    };
  }

  private static Mono<OperationOutcome> refused(Failure failure, Mono<OperationOutcome> asking) {
    return switch (failure) {
      case Failure.Busy(var why) -> Mono.just(new NotSent(why));
      case Failure.Unclear(var why) -> Mono.just(new Unknown(why));
      case Failure.WrongCode _ -> Mono.just(new Unknown("asked for a password"));
      case Failure.Refused(var reason) -> unlessDone(new Refused(reason, null), asking);
      case Failure.Repeated(var otherwise) ->
          unlessDone(
              otherwise == null
                  ? new Unknown("known to the operator, and not done")
                  : new Refused(otherwise, null),
              asking);
    };
  }

  private static Mono<OperationOutcome> unlessDone(
      OperationOutcome refusal, Mono<OperationOutcome> asking) {
    return asking.map(seen -> seen instanceof Absent ? refusal : seen);
  }

  private Mono<OperationOutcome> listed(CamaraReference payment) {
    return new CamaraListing<>(
            calls,
            operation.id(),
            REFUNDS,
            CamaraRefund::refundId,
            MOST_PAGES,
            page -> requests.listRefunds(payment, page, operation.id()))
        .items()
        .filter(refund -> operation.id().value().equals(refund.referenceCode()))
        .collectList()
        .map(replies::toListing)
        .onErrorResume(CamaraListing.Broken.class, broken -> Mono.just(new Unknown(broken.why())));
  }

  /** By the operator's own id of the payment where we have it; else it is looked for. */
  private Mono<OperationOutcome> ofPayment(Function<CamaraReference, Mono<OperationOutcome>> work) {
    var known = operation.attempt().channelReference();
    return known != null
        ? work.apply(CamaraReference.parse(known).done())
        : inquiry
            .look()
            .flatMap(sighting ->
                switch (sighting) {
                  case Seen seen -> work.apply(seen.reference().done());
                  case Missing _ -> Mono.just(new Unknown(NOT_FOUND));
                  case Unclear(var why) -> Mono.just(new Unknown(why));
                });
  }

  private Order order() {
    return operation.attempt().order();
  }

  private Alarms alarms() {
    return calls.alarms();
  }
}
