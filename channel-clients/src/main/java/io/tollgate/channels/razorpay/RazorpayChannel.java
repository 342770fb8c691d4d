package io.tollgate.channels.razorpay;

import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Ending;
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
import io.tollgate.domain.channel.Signs;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Razorpay's orders and payment links. An attempt is one order with one payment, made server to
 * server, or for cards one payment link; it is found again by our id, which is the order's receipt
 * or the link's reference. Nothing can be let go at Razorpay: what is not captured goes back by
 * itself (facts, section 11, "void").
 */
final class RazorpayChannel
    implements Channel, Closes, CallsBack, Captures, RefundsPayments, Signs, ListsStatements {

  static final String NAME = "razorpay";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(
              Product.FOREIGN_CARD,
              Product.QUICK_PAY,
              Product.ONLINE_BANKING,
              Product.ACCOUNT_BALANCE),
          Set.of("card", "netbanking", "fpx", "upi", "wallet"),
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          Set.of(
              ChannelOperation.CAPTURE,
              ChannelOperation.REFUND,
              ChannelOperation.PART_REFUND,
              ChannelOperation.AGREEMENT,
              ChannelOperation.STATEMENT),
          Set.of(),
          RazorpayAmounts::canTake);

  private static final Acknowledgement RECEIVED =
      new Acknowledgement(200, "application/json", "{\"status\":\"ok\"}");

  private final ChannelEdges edges;
  private final Clock clock;

  RazorpayChannel(ChannelEdges edges, Clock clock) {
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

  @Override
  public Mono<ChannelOutcome> pay(PayRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.PAY,
        request.requestId(),
        edge -> new RazorpayPay(request, account, edge).pay());
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge -> new RazorpayInquiry(query, account, edge).state());
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.CLOSE,
        query.requestId(),
        edge -> new RazorpayInquiry(query, account, edge).close());
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.CAPTURE, operation, account, RazorpayOperations::capture);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_CAPTURE, query.operation(), account, RazorpayOperations::queryCapture);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.REFUND, operation, account, RazorpayOperations::refund);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_REFUND,
        query.operation(),
        account,
        steps -> steps.queryRefund(query.channelReference()));
  }

  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.SIGN,
        request.id(),
        Ending.AGREEMENT,
        edge -> new RazorpayAgreements(request, account, edge).sign());
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_AGREEMENT,
        request.id(),
        Ending.AGREEMENT,
        edge -> new RazorpayAgreements(request, account, edge).state());
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> new RazorpayAgreements(request, account, edge).end(token));
  }

  /** A day that is not over has no statement yet. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(
        account,
        day,
        edge ->
            clock.instant().isBefore(RazorpayStatement.end(day, account))
                ? Flux.error(new StatementUnavailable("the day is not over", true))
                : new RazorpayStatement(day, account, edge).rows());
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return RazorpayCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private Mono<OperationOutcome> operate(
      Operation name,
      PaymentOperation operation,
      ChannelAccount account,
      Function<RazorpayOperations, Mono<OperationOutcome>> step) {
    return edges.run(
        account,
        name,
        operation.id(),
        Ending.OPERATION,
        edge -> step.apply(new RazorpayOperations(operation, account, edge)));
  }
}
