package io.tollgate.channels.unionpay;

import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Edge;
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
import io.tollgate.domain.channel.ChannelRequestId;
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
import io.tollgate.domain.channel.Voids;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * UnionPay's online gateway. An attempt is one transaction under a number that our id spells, and
 * so is every capture, release and refund. It has no way to close what is not paid: that ends by
 * the time limit that it was sent with.
 */
final class UnionPayChannel
    implements Channel, CallsBack, Captures, Voids, RefundsPayments, Signs, ListsStatements {

  static final String NAME = "unionpay";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.ONLINE_BANKING, Product.QUICK_PAY, Product.FOREIGN_CARD),
          Set.of(
              UnionPayScene.PAGE_METHOD,
              UnionPayScene.WAP_METHOD,
              UnionPayScene.BUSINESS_METHOD,
              UnionPayScene.QR_METHOD),
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          Set.of(
              ChannelOperation.CAPTURE,
              ChannelOperation.PART_CAPTURE,
              ChannelOperation.VOID,
              ChannelOperation.REFUND,
              ChannelOperation.PART_REFUND,
              ChannelOperation.AGREEMENT,
              ChannelOperation.STATEMENT),
          Set.of(),
          UnionPayAmounts::canTake);

  /** Any body will do, unconfirmed; merchants commonly answer this one (facts, section 7). */
  private static final Acknowledgement RECEIVED = new Acknowledgement(200, "text/plain", "ok");

  private static final String NO_WAY = "UnionPay has no way to take such an order";

  private final ChannelEdges edges;
  private final Clock clock;

  UnionPayChannel(ChannelEdges edges, Clock clock) {
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
        edge ->
            payment(request.requestId(), request.order(), account, edge)
                .map(UnionPayPayment::pay)
                .orElseGet(() -> Mono.just(new ChannelOutcome.NotSent(NO_WAY))));
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge ->
            payment(query.requestId(), query.order(), account, edge)
                .map(payment -> payment.state(query))
                .orElseGet(() -> Mono.just(new ChannelOutcome.Unknown(NO_WAY))));
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.CAPTURE, operation, account, UnionPayOperations::capture);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_CAPTURE, query.operation(), account, steps -> steps.queryCapture(query));
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.VOID, operation, account, UnionPayOperations::release);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.REFUND, operation, account, UnionPayOperations::refund);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_REFUND, query.operation(), account, steps -> steps.queryRefund(query));
  }

  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.SIGN,
        request.id(),
        Ending.AGREEMENT,
        edge -> new UnionPayAgreements(request, calls(account), edge).sign());
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_AGREEMENT,
        request.id(),
        Ending.AGREEMENT,
        edge -> new UnionPayAgreements(request, calls(account), edge).state());
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> new UnionPayAgreements(request, calls(account), edge).end(token));
  }

  /** Days are those of settlement, which end in Beijing at eleven in the evening. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(
        account,
        day,
        edge -> {
          var calls = calls(account);
          return calls.times().isClosed(day)
              ? new UnionPayStatement(day, calls, edge).rows()
              : Flux.error(new StatementUnavailable("the day is not over", true));
        });
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return UnionPayCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private Mono<OperationOutcome> operate(
      Operation name,
      PaymentOperation operation,
      ChannelAccount account,
      Function<UnionPayOperations, Mono<OperationOutcome>> step) {
    return edges.run(
        account,
        name,
        operation.id(),
        Ending.OPERATION,
        edge ->
            UnionPayScene.of(operation.attempt().order())
                .map(scene -> new UnionPayOperations(operation, scene, calls(account), edge))
                .map(step)
                .orElseGet(() -> Mono.just(new OperationOutcome.Unknown(NO_WAY))));
  }

  private Optional<UnionPayPayment> payment(
      ChannelRequestId requestId, Order order, ChannelAccount account, Edge edge) {
    return UnionPayScene.of(order)
        .map(scene -> new UnionPayPayment(requestId, order, scene, calls(account), edge));
  }

  private UnionPayCalls calls(ChannelAccount account) {
    return new UnionPayCalls(account, clock);
  }
}
