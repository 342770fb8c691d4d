package io.tollgate.channels.btcpay;

import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.http.Operation;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallsBack;
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
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A BTCPay Server, which takes virtual currency for invoices in any currency. An attempt is one
 * invoice that the payer pays at its page, found again by the attempt's id in its metadata; a
 * refund is a pull payment that the payer claims at its page.
 */
final class BtcPayChannel implements Channel, Closes, CallsBack, RefundsPayments, ListsStatements {

  static final String NAME = "btcpay";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.VIRTUAL_CURRENCY),
          BtcPayMethods.TYPES,
          Set.of(CaptureMode.AUTOMATIC),
          Set.of(ChannelOperation.REFUND, ChannelOperation.PART_REFUND, ChannelOperation.STATEMENT),
          Set.of(),
          Money::isPositive);

  private static final Acknowledgement RECEIVED =
      new Acknowledgement(200, "text/plain", "received");

  private final ChannelEdges edges;
  private final Clock clock;

  BtcPayChannel(ChannelEdges edges, Clock clock) {
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
        edge -> new BtcPayAttempt(request, account, edge).open());
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY,
        query.requestId(),
        edge -> new BtcPayAttempt(query, account, edge).state());
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.CLOSE,
        query.requestId(),
        edge -> new BtcPayAttempt(query, account, edge).close());
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return edges.run(
        account,
        Operation.REFUND,
        operation.id(),
        Ending.OPERATION,
        edge -> new BtcPayRefunds(operation, account, edge).refund());
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_REFUND,
        query.operation().id(),
        Ending.OPERATION,
        edge ->
            new BtcPayRefunds(query.operation(), account, edge).query(query.channelReference()));
  }

  /** Days are those of UTC; one that is not over has no statement yet. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(
        account,
        day,
        edge ->
            clock.instant().isBefore(BtcPayStatement.end(day))
                ? Flux.error(new StatementUnavailable("the day is not over", true))
                : new BtcPayStatement(day, account, edge).rows());
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return BtcPayCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }
}
