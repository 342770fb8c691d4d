package io.tollgate.channels.airwallex;

import io.tollgate.channels.http.AccessTokens;
import io.tollgate.channels.http.ChannelEdges;
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
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.channel.RefundsPayments;
import io.tollgate.domain.channel.Voids;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Airwallex's Payments API. An attempt is a payment intent that is made and confirmed at once,
 * without a page of Airwallex's own.
 */
final class AirwallexChannel
    implements Channel, Closes, CallsBack, Captures, Voids, RefundsPayments {

  static final String NAME = "airwallex";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.FOREIGN_CARD, Product.QUICK_PAY, Product.ACCOUNT_BALANCE),
          AirwallexMethods.all(),
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          Set.of(
              ChannelOperation.CAPTURE,
              ChannelOperation.PART_CAPTURE,
              ChannelOperation.VOID,
              ChannelOperation.REFUND,
              ChannelOperation.PART_REFUND),
          Set.of(),
          AirwallexAmounts::canTake);

  private static final Acknowledgement RECEIVED = new Acknowledgement(200, "text/plain", "OK");

  private final ChannelEdges edges;
  private final Clock clock;
  private final AccessTokens tokens;

  AirwallexChannel(ChannelEdges edges, Clock clock) {
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
    var attempt = new AttemptQuery(request.requestId(), null, request.order(), clock.instant());
    return attend(Operation.PAY, attempt, account, AirwallexPaying::pay);
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return attend(Operation.QUERY, query, account, AirwallexPaying::state);
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return attend(Operation.CLOSE, query, account, AirwallexPaying::close);
  }

  @Override
  public Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.CAPTURE, operation, account, AirwallexOperations::capture);
  }

  @Override
  public Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_CAPTURE, query.operation(), account, AirwallexOperations::queryCapture);
  }

  @Override
  public Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.VOID, operation, account, AirwallexOperations::release);
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return operate(Operation.REFUND, operation, account, AirwallexOperations::refund);
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return operate(
        Operation.QUERY_REFUND,
        query.operation(),
        account,
        operations -> operations.queryRefund(query.channelReference()));
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return AirwallexCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private Mono<ChannelOutcome> attend(
      Operation name,
      AttemptQuery attempt,
      ChannelAccount account,
      Function<AirwallexPaying, Mono<ChannelOutcome>> step) {
    return edges.run(
        account,
        name,
        attempt.requestId(),
        edge ->
            step.apply(
                new AirwallexPaying(attempt, new AirwallexCalls(account, edge, tokens, clock))));
  }

  private Mono<OperationOutcome> operate(
      Operation name,
      PaymentOperation operation,
      ChannelAccount account,
      Function<AirwallexOperations, Mono<OperationOutcome>> step) {
    return edges.run(
        account,
        name,
        operation.id(),
        Ending.OPERATION,
        edge ->
            step.apply(
                new AirwallexOperations(
                    operation, new AirwallexCalls(account, edge, tokens, clock))));
  }
}
