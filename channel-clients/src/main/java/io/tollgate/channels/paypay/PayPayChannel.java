package io.tollgate.channels.paypay;

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
 * PayPay's Open Payment API. An attempt is a code that the payer pays by, or a charge of a payer
 * who agreed to it; PayPay knows it, and whatever is done with it, by our ids.
 */
final class PayPayChannel
    implements Channel,
        Closes,
        CallsBack,
        Captures,
        Voids,
        RefundsPayments,
        Signs,
        ListsStatements {

  static final String NAME = "paypay";

  /** Several refunds of one payment are a matter of the account's contract. */
  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.ACCOUNT_BALANCE, Product.QUICK_PAY),
          Set.of("paypay"),
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          Set.of(
              ChannelOperation.CAPTURE,
              ChannelOperation.PART_CAPTURE,
              ChannelOperation.VOID,
              ChannelOperation.REFUND,
              ChannelOperation.PART_REFUND,
              ChannelOperation.AGREEMENT,
              ChannelOperation.STATEMENT),
          Set.of("JP"),
          PayPayAmount::canTake);

  private static final Acknowledgement RECEIVED = new Acknowledgement(200, "text/plain", "OK");

  private final ChannelEdges edges;
  private final Clock clock;

  PayPayChannel(ChannelEdges edges, Clock clock) {
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
    var attempt = new AttemptQuery(request.requestId(), null, request.order(), clock.instant());
    return attend(Operation.PAY, attempt, account, PayPayAttempt::pay);
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return attend(Operation.QUERY, query, account, PayPayAttempt::state);
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return attend(Operation.CLOSE, query, account, PayPayAttempt::close);
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.CAPTURE, operation, account, PayPayOperations::capture);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_CAPTURE, query.operation(), account, PayPayOperations::queryCapture);
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.VOID, operation, account, PayPayOperations::release);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.REFUND, operation, account, PayPayOperations::refund);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_REFUND, query.operation(), account, PayPayOperations::queryRefund);
  }

  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    return agree(Operation.SIGN, request, account, PayPayAgreements::sign);
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return agree(Operation.QUERY_AGREEMENT, request, account, PayPayAgreements::state);
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> agreement(request, account, edge).end(token));
  }

  /** Days are those of Japan; one that is not over has no statement yet. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(
        account,
        day,
        edge ->
            clock.instant().isBefore(PayPayStatement.end(day))
                ? Flux.error(new StatementUnavailable("the day is not over", true))
                : new PayPayStatement(day, account, edge).rows());
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return PayPayCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private Mono<ChannelOutcome> attend(
      Operation name,
      AttemptQuery attempt,
      ChannelAccount account,
      Function<PayPayAttempt, Mono<ChannelOutcome>> step) {
    return edges.run(
        account,
        name,
        attempt.requestId(),
        edge -> step.apply(new PayPayAttempt(attempt, new PayPayCalls(account, clock), edge)));
  }

  private Mono<OperationOutcome> operate(
      Operation name,
      PaymentOperation operation,
      ChannelAccount account,
      Function<PayPayOperations, Mono<OperationOutcome>> step) {
    return edges.run(
        account,
        name,
        operation.id(),
        Ending.OPERATION,
        edge -> step.apply(new PayPayOperations(operation, new PayPayCalls(account, clock), edge)));
  }

  private Mono<AgreementOutcome> agree(
      Operation name,
      AgreementRequest request,
      ChannelAccount account,
      Function<PayPayAgreements, Mono<AgreementOutcome>> step) {
    return edges.run(
        account,
        name,
        request.id(),
        Ending.AGREEMENT,
        edge -> step.apply(agreement(request, account, edge)));
  }

  private PayPayAgreements agreement(AgreementRequest request, ChannelAccount account, Edge edge) {
    return new PayPayAgreements(request, new PayPayCalls(account, clock), edge);
  }
}
