package io.tollgate.channels.paypal;

import io.tollgate.channels.http.AccessTokens;
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
 * PayPal's orders. An attempt is one order, whose id is the attempt's reference; it is paid from
 * the payer's wallet, or with a wallet or a card that the vault keeps.
 */
final class PayPalChannel
    implements Channel,
        Closes,
        CallsBack,
        Captures,
        Voids,
        RefundsPayments,
        Signs,
        ListsStatements {

  static final String NAME = "paypal";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.ACCOUNT_BALANCE, Product.QUICK_PAY, Product.FOREIGN_CARD),
          Set.of(PayPalRequests.WALLET, PayPalRequests.CARD),
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
          PayPalAmounts::canTake);

  /** Any 2xx will do (facts, section 2, "Ack"). */
  private static final Acknowledgement RECEIVED =
      new Acknowledgement(200, "application/json", "{\"received\":true}");

  private final ChannelEdges edges;
  private final Clock clock;
  private final AccessTokens tokens;
  private final PayPalCertificates certificates;

  PayPalChannel(ChannelEdges edges, Clock clock) {
    this.edges = edges;
    this.clock = clock;
    this.tokens = new AccessTokens(clock);
    this.certificates = new PayPalCertificates(edges, clock);
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
        edge -> new PayPalPaying(request, calls(account, edge)).pay());
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account, Operation.QUERY, query.requestId(), edge -> asking(query, account, edge).state());
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account, Operation.CLOSE, query.requestId(), edge -> asking(query, account, edge).close());
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operating(account, Operation.CAPTURE, operation, it -> it.capture(operation));
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operating(
        account, Operation.QUERY_CAPTURE, query.operation(), it -> it.queryCapture(query));
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return operating(account, Operation.VOID, operation, it -> it.release(operation));
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operating(account, Operation.REFUND, operation, it -> it.refund(operation));
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operating(
        account, Operation.QUERY_REFUND, query.operation(), it -> it.queryRefund(query));
  }

  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.SIGN,
        request.id(),
        Ending.AGREEMENT,
        edge -> new PayPalAgreements(calls(account, edge)).sign(request));
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_AGREEMENT,
        request.id(),
        Ending.AGREEMENT,
        edge -> new PayPalAgreements(calls(account, edge)).state(request));
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> new PayPalAgreements(calls(account, edge)).end(token));
  }

  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges
        .run(
            account,
            Operation.STATEMENT,
            day,
            PayPalStatement.ENDING,
            edge -> PayPalStatement.of(day, calls(account, edge)))
        .flatMapMany(PayPalStatement::toFlux);
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return new PayPalCallbacks(account, certificates, edges.alarms(account.id())).read(callback);
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private Mono<OperationOutcome> operating(
      ChannelAccount account,
      Operation kind,
      PaymentOperation operation,
      Function<PayPalOperations, Mono<OperationOutcome>> work) {
    return edges.run(
        account,
        kind,
        operation.id(),
        Ending.OPERATION,
        edge -> work.apply(new PayPalOperations(calls(account, edge))));
  }

  private PayPalInquiry asking(AttemptQuery query, ChannelAccount account, Edge edge) {
    return new PayPalInquiry(query, calls(account, edge), clock);
  }

  private PayPalCalls calls(ChannelAccount account, Edge edge) {
    return new PayPalCalls(account, edge, tokens);
  }
}
