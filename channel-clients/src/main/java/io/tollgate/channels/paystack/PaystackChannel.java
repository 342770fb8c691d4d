package io.tollgate.channels.paystack;

import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.http.Operation;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
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
import io.tollgate.domain.channel.SendsOtp;
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
 * Paystack. An attempt is one transaction, whose reference is the attempt's id: Paystack takes a
 * reference once, and is asked by it. How an order is taken is said by {@link PaystackWay}.
 *
 * <p>Money is taken at once; the description has neither capture nor void. Payers may be anywhere:
 * what limits them is the currency and their method.
 */
final class PaystackChannel
    implements Channel, Closes, CallsBack, RefundsPayments, SendsOtp, Signs, ListsStatements {

  static final String NAME = "paystack";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(
              Product.FOREIGN_CARD,
              Product.ONLINE_BANKING,
              Product.ACCOUNT_BALANCE,
              Product.QUICK_PAY),
          Set.of(
              "card", "bank", "bank_transfer", "direct_debit", "eft", "mobile_money", "qr", "ussd"),
          Set.of(CaptureMode.AUTOMATIC),
          Set.of(
              ChannelOperation.REFUND,
              ChannelOperation.PART_REFUND,
              ChannelOperation.AGREEMENT,
              ChannelOperation.STATEMENT),
          Set.of(),
          PaystackAmounts::canTake);

  private static final Acknowledgement RECEIVED =
      new Acknowledgement(200, "application/json", "{\"received\":true}");

  private final ChannelEdges edges;
  private final Clock clock;

  PaystackChannel(ChannelEdges edges, Clock clock) {
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
        edge -> new PaystackAttempt(request.requestId(), request.order(), account, edge).pay());
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return about(Operation.QUERY, query, account, PaystackAttempt::state);
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return about(
        Operation.CLOSE, query, account, attempt -> attempt.close(query.sentAt(), clock.instant()));
  }

  @Override
  public Mono<ChannelOutcome> submitOtp(AttemptQuery query, String otp, ChannelAccount account) {
    return about(Operation.SUBMIT_OTP, query, account, attempt -> attempt.submitOtp(otp));
  }

  @Override
  public Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account) {
    return edges.run(
        account,
        Operation.REFUND,
        operation.id(),
        Ending.OPERATION,
        edge -> new PaystackRefunds(operation, account, edge).refund());
  }

  @Override
  public Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_REFUND,
        query.operation().id(),
        Ending.OPERATION,
        edge ->
            new PaystackRefunds(query.operation(), account, edge)
                .state(query.channelReference(), query.sentAt()));
  }

  @Override
  public Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.SIGN,
        request.id(),
        Ending.AGREEMENT,
        edge -> new PaystackAgreements(request, account, edge).sign());
  }

  @Override
  public Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account) {
    return edges.run(
        account,
        Operation.QUERY_AGREEMENT,
        request.id(),
        Ending.AGREEMENT,
        edge -> new PaystackAgreements(request, account, edge).state());
  }

  @Override
  public Mono<OperationOutcome> end(
      AgreementRequest request, String token, ChannelAccount account) {
    return edges.run(
        account,
        Operation.END_AGREEMENT,
        request.id(),
        Ending.OPERATION,
        edge -> new PaystackAgreements(request, account, edge).end(token));
  }

  /** Days are those of UTC; one that is not over has no statement yet. */
  @Override
  public Flux<StatementRow> statement(LocalDate day, ChannelAccount account) {
    return edges.statement(
        account,
        day,
        edge ->
            clock.instant().isBefore(PaystackStatementRequests.end(day))
                ? Flux.error(new StatementUnavailable("the day is not over", true))
                : new PaystackStatement(day, account, edge).rows());
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return PaystackCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private Mono<ChannelOutcome> about(
      Operation name,
      AttemptQuery query,
      ChannelAccount account,
      Function<PaystackAttempt, Mono<ChannelOutcome>> step) {
    return edges.run(
        account,
        name,
        query.requestId(),
        edge -> step.apply(new PaystackAttempt(query.requestId(), query.order(), account, edge)));
  }
}
