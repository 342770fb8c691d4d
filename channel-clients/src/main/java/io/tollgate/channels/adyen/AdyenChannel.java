package io.tollgate.channels.adyen;

import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.http.Operation;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallsBack;
import io.tollgate.domain.channel.Captures;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelCapabilities;
import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.Closes;
import io.tollgate.domain.channel.ListsStatements;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.channel.RefundsPayments;
import io.tollgate.domain.channel.SendsOtp;
import io.tollgate.domain.channel.Signs;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.Voids;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Adyen's Checkout. An attempt is one payment, made under the attempt's id as idempotency key;
 * where the payer pays at Adyen's own page, it is one payment link.
 *
 * <p>Adyen answers no questions about payments and operations: webhooks tell what came of them.
 * What can be done instead is in {@link AdyenInquiry}.
 */
final class AdyenChannel
    implements Channel,
        Closes,
        CallsBack,
        Captures,
        Voids,
        RefundsPayments,
        Signs,
        SendsOtp,
        ListsStatements {

  static final String NAME = "adyen";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(
              Product.FOREIGN_CARD,
              Product.QUICK_PAY,
              Product.ONLINE_BANKING,
              Product.ACCOUNT_BALANCE),
          AdyenMethod.names(),
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          EnumSet.allOf(ChannelOperation.class),
          Set.of(),
          AdyenAmounts::canTake);

  /** Any 2xx does; older set-ups of Adyen's look for these very words. */
  private static final Acknowledgement ACCEPTED =
      new Acknowledgement(200, "text/plain", "[accepted]");

  private final ChannelEdges edges;
  private final Clock clock;

  AdyenChannel(ChannelEdges edges, Clock clock) {
    this.edges = edges;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ChannelCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public boolean isAvailable(ChannelAccount account) {
    return edges.isAvailable(account);
  }

  /** An order that its method cannot take, say to hold money at a bank, is not sent. */
  @Override
  public Mono<ChannelOutcome> pay(PayRequest request, ChannelAccount account) {
    if (!AdyenMethod.canTake(request.order())) {
      return Mono.just(new ChannelOutcome.NotSent("the method cannot do what the order wants"));
    }
    return edges.run(
        account,
        Operation.PAY,
        request.requestId(),
        edge -> {
          var replies =
              new AdyenReplies(request.requestId(), request.order(), account, edge.alarms());
          return edge.send(() -> AdyenRequests.create(request, account)).map(replies::toPay);
        });
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge -> new AdyenInquiry(query, account, edge).state(clock.instant()));
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.CLOSE,
        query.requestId(),
        edge -> new AdyenInquiry(query, account, edge).close());
  }

  /**
   * Hands in what the payer's page got back: {@code redirectResult} of the address that a bank or
   * 3-D Secure sent the payer back to. A card that was authenticated is only then charged.
   */
  @Override
  public Mono<ChannelOutcome> submitOtp(AttemptQuery attempt, String otp, ChannelAccount account) {
    return edges.run(
        account,
        Operation.SUBMIT_OTP,
        attempt.requestId(),
        edge -> {
          var replies =
              new AdyenReplies(attempt.requestId(), attempt.order(), account, edge.alarms());
          return edge.send(() -> AdyenRequests.details(attempt.requestId(), otp, account))
              .map(replies::toDetails);
        });
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return AdyenCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return ACCEPTED;
  }

  /**
   * Adyen lets go what a capture leaves unless the account may capture several times, so that a
   * part which is not the last is not sent without that.
   */
  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return mayLose(operation, account)
        ? Mono.just(new OperationOutcome.NotSent("the account captures a payment once"))
        : run(
            Operation.CAPTURE,
            operation,
            account,
            () -> AdyenOperationRequests.capture(operation, account),
            true);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return untold(query);
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return run(
        Operation.VOID,
        operation,
        account,
        () -> AdyenOperationRequests.release(operation, account),
        false);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return run(
        Operation.REFUND,
        operation,
        account,
        () -> AdyenOperationRequests.refund(operation, account),
        true);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return untold(query);
  }

  /** Only cards are stored. */
  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    if (!request.method().type().equals(AdyenMethod.CARD)) {
      return Mono.just(new AgreementOutcome.NotSent("only cards are stored"));
    }
    return edges.run(
        account,
        Operation.SIGN,
        request.id(),
        Ending.AGREEMENT,
        edge -> {
          var replies = new AdyenAgreementReplies(request, account, edge.alarms());
          return edge.send(() -> AdyenOperationRequests.sign(request, account))
              .map(replies::toSign);
        });
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_AGREEMENT,
        request.id(),
        Ending.AGREEMENT,
        edge -> {
          var replies = new AdyenAgreementReplies(request, account, edge.alarms());
          return edge.ask(() -> AdyenOperationRequests.stored(request, account))
              .map(replies::toStored);
        });
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> {
          var replies = new AdyenAgreementReplies(request, account, edge.alarms());
          return edge.send(() -> AdyenOperationRequests.forget(token, account)).map(replies::toEnd);
        });
  }

  /** Reading a large file keeps a thread busy, which must not be an event loop's. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges
        .run(
            account,
            Operation.STATEMENT,
            day,
            AdyenReport.ENDING,
            edge ->
                edge.ask(() -> AdyenOperationRequests.report(day, account))
                    .publishOn(Schedulers.parallel())
                    .map(exchange -> AdyenReport.of(exchange, account, edge.alarms())))
        .flatMapMany(AdyenReport::listed);
  }

  private static boolean mayLose(PaymentOperation operation, ChannelAccount account) {
    return !operation.isLast() && !operation.isWhole() && !AdyenOptions.severalCaptures(account);
  }

  private Mono<OperationOutcome> run(
      Operation kind,
      PaymentOperation operation,
      ChannelAccount account,
      Supplier<HttpCall> call,
      boolean hasAmount) {
    if (!AdyenIds.isPspReference(operation.attempt().channelReference())) {
      return Mono.just(
          new OperationOutcome.NotSent("Adyen's reference of the payment is not known"));
    }
    return edges.run(
        account,
        kind,
        operation.id(),
        Ending.OPERATION,
        edge -> {
          var replies = new AdyenOperationReplies(operation, account, edge.alarms());
          return edge.send(call).map(exchange -> replies.to(exchange, hasAmount));
        });
  }

  /**
   * Adyen answers no questions about operations. One that it received is under way until a webhook
   * tells; whether it received one that it did not answer, only repeating that one tells.
   */
  private static Mono<OperationOutcome> untold(OperationQuery query) {
    var reference = query.channelReference();
    return Mono.just(
        reference == null
            ? new OperationOutcome.Unknown("Adyen cannot be asked; repeat it under its id")
            : new OperationOutcome.Pending(reference));
  }
}
