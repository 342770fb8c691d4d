package io.tollgate.channels.antom;

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
 * Antom's payment API. An attempt is one payment under the attempt's own id, found again by it;
 * captures and refunds likewise.
 */
final class AntomChannel
    implements Channel,
        Closes,
        CallsBack,
        Captures,
        Voids,
        RefundsPayments,
        Signs,
        ListsStatements {

  static final String NAME = "antom";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(
              Product.ACCOUNT_BALANCE,
              Product.QUICK_PAY,
              Product.FOREIGN_CARD,
              Product.ONLINE_BANKING),
          AntomMethods.ALL,
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
          AntomAmounts::canTake);

  /** Facts, section 5, "Ack". */
  private static final Acknowledgement RECEIVED =
      new Acknowledgement(
          200,
          "application/json; charset=UTF-8",
          "{\"result\":{\"resultCode\":\"SUCCESS\",\"resultStatus\":\"S\","
              + "\"resultMessage\":\"success\"}}");

  private final ChannelEdges edges;
  private final Clock clock;

  AntomChannel(ChannelEdges edges, Clock clock) {
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
    var order = request.order();
    return edges.run(
        account,
        Operation.PAY,
        request.requestId(),
        edge -> {
          var problem = AntomRequests.problem(order);
          if (problem.isPresent()) {
            return Mono.just(new ChannelOutcome.NotSent(problem.get()));
          }
          var replies = new AntomReplies(request.requestId(), order, account, edge.alarms());
          return line(account, edge).send(AntomRequests.pay(request, account)).map(replies::toPay);
        });
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge -> new AntomInquiry(query, line(account, edge)).state());
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.CLOSE,
        query.requestId(),
        edge -> new AntomInquiry(query, line(account, edge)).close());
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.CAPTURE, operation, account, AntomOperations::capture);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_CAPTURE, query.operation(), account, AntomOperations::queryCapture);
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.VOID, operation, account, AntomOperations::release);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.REFUND, operation, account, AntomOperations::refund);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_REFUND, query.operation(), account, AntomOperations::queryRefund);
  }

  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.SIGN,
        request.id(),
        Ending.AGREEMENT,
        edge -> new AntomAgreements(request, line(account, edge)).sign());
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_AGREEMENT,
        request.id(),
        Ending.AGREEMENT,
        edge -> new AntomAgreements(request, line(account, edge)).state());
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> new AntomAgreements(request, line(account, edge)).end(token));
  }

  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(
        account, day, edge -> new AntomSettlement(day, account, edge, clock).rows());
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return AntomCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private AntomLine line(ChannelAccount account, Edge edge) {
    return new AntomLine(account, edge, clock);
  }

  private Mono<OperationOutcome> operate(
      Operation name,
      PaymentOperation operation,
      ChannelAccount account,
      Function<AntomOperations, Mono<OperationOutcome>> step) {
    return edges.run(
        account,
        name,
        operation.id(),
        Ending.OPERATION,
        edge -> step.apply(new AntomOperations(operation, line(account, edge))));
  }
}
