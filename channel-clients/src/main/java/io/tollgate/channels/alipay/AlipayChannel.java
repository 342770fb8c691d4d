package io.tollgate.channels.alipay;

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
import io.tollgate.domain.channel.Voids;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Alipay's open gateway. An attempt is one trade, or one freeze of money, under the attempt's own
 * id, by which Alipay is always asked; refunds, captures and agreements likewise.
 */
final class AlipayChannel
    implements Channel,
        Closes,
        CallsBack,
        Captures,
        Voids,
        RefundsPayments,
        Signs,
        ListsStatements {

  static final String NAME = "alipay";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.ACCOUNT_BALANCE, Product.QUICK_PAY, Product.ONLINE_BANKING),
          Set.of(
              AlipayScene.PAGE_METHOD,
              AlipayScene.WAP_METHOD,
              AlipayScene.APP_METHOD,
              AlipayScene.QR_METHOD,
              AlipayScene.BARCODE_METHOD),
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          Set.of(
              ChannelOperation.CAPTURE,
              ChannelOperation.PART_CAPTURE,
              ChannelOperation.VOID,
              ChannelOperation.REFUND,
              ChannelOperation.PART_REFUND,
              ChannelOperation.AGREEMENT,
              ChannelOperation.STATEMENT),
          Set.of("CN"),
          AlipayAmounts::canTake);

  /** Exactly these seven bytes, or Alipay notifies again (facts, section 4, "Ack"). */
  private static final Acknowledgement RECEIVED = new Acknowledgement(200, "text/plain", "success");

  private final ChannelEdges edges;
  private final Clock clock;

  AlipayChannel(ChannelEdges edges, Clock clock) {
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
        edge -> new AlipayPayment(request, calls(account), edge).pay());
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge -> new AlipayInquiry(query, calls(account), edge).state());
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.CLOSE,
        query.requestId(),
        edge -> new AlipayInquiry(query, calls(account), edge).close());
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.CAPTURE, operation, account, AlipayOperations::capture);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_CAPTURE, query.operation(), account, AlipayOperations::queryCapture);
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.VOID, operation, account, AlipayOperations::release);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.REFUND, operation, account, AlipayOperations::refund);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_REFUND, query.operation(), account, AlipayOperations::queryRefund);
  }

  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.SIGN,
        request.id(),
        Ending.AGREEMENT,
        edge -> new AlipayAgreements(request, calls(account), edge).sign());
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_AGREEMENT,
        request.id(),
        Ending.AGREEMENT,
        edge -> new AlipayAgreements(request, calls(account), edge).state());
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> new AlipayAgreements(request, calls(account), edge).end(token));
  }

  /** Days are those of Shanghai; the bill of one is there at ten in the morning of the next. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(
        account,
        day,
        edge ->
            clock.instant().isBefore(AlipayStatement.readyAt(day))
                ? Flux.error(new StatementUnavailable("the day has no bill yet", true))
                : new AlipayStatement(day, calls(account), edge).rows());
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return AlipayCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private Mono<OperationOutcome> operate(
      Operation name,
      PaymentOperation operation,
      ChannelAccount account,
      Function<AlipayOperations, Mono<OperationOutcome>> step) {
    return edges.run(
        account,
        name,
        operation.id(),
        Ending.OPERATION,
        edge -> step.apply(new AlipayOperations(operation, calls(account), edge)));
  }

  private AlipayCalls calls(ChannelAccount account) {
    return new AlipayCalls(account, clock);
  }
}
