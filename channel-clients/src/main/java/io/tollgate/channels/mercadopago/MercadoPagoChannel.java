package io.tollgate.channels.mercadopago;

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
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Mercado Pago's Payments API and Checkout Pro. An attempt is one payment, or one page to pay on,
 * made under a key of the attempt's id and found again by that id as its external reference.
 */
final class MercadoPagoChannel
    implements Channel,
        Closes,
        CallsBack,
        Captures,
        Voids,
        RefundsPayments,
        Signs,
        ListsStatements {

  static final String NAME = "mercadopago";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(
              Product.FOREIGN_CARD,
              Product.QUICK_PAY,
              Product.ACCOUNT_BALANCE,
              Product.ONLINE_BANKING),
          MercadoPagoMethods.ALL,
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          EnumSet.allOf(ChannelOperation.class),
          Set.of("AR", "BR", "CL", "CO", "MX", "PE", "UY"),
          MercadoPagoAmounts::canTake);

  private static final Acknowledgement RECEIVED =
      new Acknowledgement(200, "application/json", "{}");

  private final ChannelEdges edges;
  private final Clock clock;

  MercadoPagoChannel(ChannelEdges edges, Clock clock) {
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
        edge -> new MercadoPagoPaying(request, account, edge, clock).pay());
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge -> new MercadoPagoInquiry(query, account, edge, clock).state());
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.CLOSE,
        query.requestId(),
        edge -> new MercadoPagoInquiry(query, account, edge, clock).close());
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.CAPTURE, operation, account, MercadoPagoOperations::capture);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_CAPTURE, query.operation(), account, MercadoPagoOperations::queryCapture);
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.VOID, operation, account, MercadoPagoOperations::release);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.REFUND, operation, account, MercadoPagoOperations::refund);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_REFUND,
        query.operation(),
        account,
        steps -> steps.queryRefund(query.channelReference(), query.sentAt()));
  }

  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    return agree(Operation.SIGN, request, account, MercadoPagoAgreements::sign);
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return agree(Operation.QUERY_AGREEMENT, request, account, MercadoPagoAgreements::state);
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> new MercadoPagoAgreements(request, account, edge).end(token));
  }

  /** Days are those of UTC; one that is not over has no statement yet. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(account, day, edge -> statement(day, account, edge));
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return MercadoPagoCallbacks.read(callback, account);
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private Flux<StatementRow> statement(LocalDate day, ChannelAccount account, Edge edge) {
    return !clock.instant().isBefore(MercadoPagoStatementRequests.start(day.plusDays(1)))
        ? new MercadoPagoStatement(day, account, edge).rows()
        : Flux.error(new StatementUnavailable("the day is not over", true));
  }

  private Mono<OperationOutcome> operate(
      Operation name,
      PaymentOperation operation,
      ChannelAccount account,
      Function<MercadoPagoOperations, Mono<OperationOutcome>> step) {
    return edges.run(
        account,
        name,
        operation.id(),
        Ending.OPERATION,
        edge -> step.apply(new MercadoPagoOperations(operation, account, edge, clock)));
  }

  private Mono<AgreementOutcome> agree(
      Operation name,
      AgreementRequest request,
      ChannelAccount account,
      Function<MercadoPagoAgreements, Mono<AgreementOutcome>> step) {
    return edges.run(
        account,
        name,
        request.id(),
        Ending.AGREEMENT,
        edge -> step.apply(new MercadoPagoAgreements(request, account, edge)));
  }
}
