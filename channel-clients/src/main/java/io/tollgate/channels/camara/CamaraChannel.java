package io.tollgate.channels.camara;

import io.tollgate.channels.http.AccessTokens;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.http.Operation;
import io.tollgate.domain.channel.Acknowledgement;
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
 * CAMARA's Carrier Billing 0.5.0 and Carrier Billing Refund 0.3.0, at any operator that offers
 * them. An attempt is one payment, made under the attempt's id and found again by it: in one step
 * where the merchant captures nothing by hand, else reserved and confirmed. Payments that recur are
 * not in the standard yet, so there are no agreements.
 */
final class CamaraChannel
    implements Channel,
        Closes,
        CallsBack,
        SendsOtp,
        Captures,
        Voids,
        RefundsPayments,
        ListsStatements {

  static final String NAME = "camara";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.CARRIER_BILLING),
          Set.of("carrier"),
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          Set.of(
              ChannelOperation.CAPTURE,
              ChannelOperation.VOID,
              ChannelOperation.REFUND,
              ChannelOperation.PART_REFUND,
              ChannelOperation.STATEMENT),
          Set.of(),
          CamaraAmounts::canTake);

  private static final Acknowledgement TAKEN = new Acknowledgement(204, "application/json", "");

  private final ChannelEdges edges;
  private final Clock clock;
  private final AccessTokens tokens;

  CamaraChannel(ChannelEdges edges, Clock clock) {
    this.edges = edges;
    this.clock = clock;
    this.tokens = new AccessTokens(clock);
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
        edge -> new CamaraPaying(request, calls(account, edge)).pay());
  }

  /** What is found reserved for an order that nobody captures by hand is confirmed. */
  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge -> new CamaraInquiry(query, calls(account, edge)).state());
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.CLOSE,
        query.requestId(),
        edge -> new CamaraInquiry(query, calls(account, edge)).close());
  }

  @Override
  public Mono<ChannelOutcome> submitOtp(AttemptQuery attempt, String otp, ChannelAccount account) {
    return edges.run(
        account,
        Operation.SUBMIT_OTP,
        attempt.requestId(),
        edge -> new CamaraPassword(attempt, calls(account, edge)).submit(otp));
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.CAPTURE, operation, account, CamaraOperations::capture);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_CAPTURE, query.operation(), account, CamaraOperations::queryCapture);
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.VOID, operation, account, CamaraOperations::release);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.REFUND, operation, account, CamaraOperations::refund);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_REFUND,
        query.operation(),
        account,
        steps -> steps.queryRefund(query.channelReference()));
  }

  /** A day that is not over has no statement yet. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(
        account,
        day,
        edge -> {
          var end = new CamaraDay(day, new CamaraSettings(account).zone()).end();
          return clock.instant().isBefore(end)
              ? Flux.error(new StatementUnavailable("the day is not over", true))
              : new CamaraStatement(day, calls(account, edge)).rows();
        });
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return CamaraCallbacks.read(callback, account);
  }

  @Override
  public Acknowledgement acknowledgement() {
    return TAKEN;
  }

  private CamaraCalls calls(ChannelAccount account, Edge edge) {
    return new CamaraCalls(account, edge, tokens, clock);
  }

  private Mono<OperationOutcome> operate(
      Operation name,
      PaymentOperation operation,
      ChannelAccount account,
      Function<CamaraOperations, Mono<OperationOutcome>> step) {
    return edges.run(
        account,
        name,
        operation.id(),
        Ending.OPERATION,
        edge -> step.apply(new CamaraOperations(operation, calls(account, edge))));
  }
}
