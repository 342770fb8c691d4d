package io.tollgate.channels.razorpay;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.razorpay.RazorpayAgreementReplies.Step;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The steps of an agreement: a customer, an order that asks for a token, and a first payment by
 * which the payer agrees. The agreement's token is {@code <customer>/<token>}.
 *
 * <p>As with payments, an order of the agreement's is looked for before one is made.
 */
final class RazorpayAgreements {

  /**
   * The methods whose first payment needs no data of the payer's that Tollgate does not carry: a
   * card needs its number, and an eMandate the account.
   */
  private static final Set<String> REUSABLE = Set.of("upi");

  private final AgreementRequest request;
  private final ChannelAccount account;
  private final Edge edge;
  private final RazorpayAgreementReplies replies;

  RazorpayAgreements(AgreementRequest request, ChannelAccount account, Edge edge) {
    this.request = request;
    this.account = account;
    this.edge = edge;
    this.replies =
        new RazorpayAgreementReplies(
            request.id(), RazorpayAgreementRequests.first(request, account), edge.alarms());
  }

  /** One that Razorpay has named to us is not asked for again. */
  Mono<AgreementOutcome> sign() {
    var reference = request.channelReference();
    if (reference != null) {
      return ofOrder(reference);
    }
    return REUSABLE.contains(request.method().type())
        ? edge.send(this::findOrders).flatMap(this::signUnlessKnown)
        : Mono.just(new Refused(RazorpayDeclines.refusal(null)));
  }

  /** By Razorpay's own id of the order where we have it, else by ours. */
  Mono<AgreementOutcome> state() {
    var reference = request.channelReference();
    return reference == null
        ? edge.ask(this::findOrders).flatMap(found -> ofOrders(found, Mono.just(new Absent())))
        : ofOrder(reference);
  }

  /** Deletes the token, after which nobody can charge it. */
  Mono<OperationOutcome> end(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Mono.just(new OperationOutcome.Refused(RazorpayDeclines.refusal(null), null));
    }
    var customer = text.substring(0, slash);
    var token = text.substring(slash + 1);
    return edge.send(() -> RazorpayAgreementRequests.end(customer, token, account))
        .map(exchange -> replies.toEnd(exchange, token))
        .flatMap(said ->
            isListed()
                ? RazorpayOperations.unlessDone(
                    said, tokens(customer).map(found -> replies.toEndQuery(found, token)))
                : Mono.just(said));
  }

  private Mono<AgreementOutcome> signUnlessKnown(Exchange exchange) {
    return exchange instanceof Exchange.NotSent(var why)
        ? Mono.just(new NotSent(why))
        : ofOrders(exchange, Mono.defer(this::signNew));
  }

  private Mono<AgreementOutcome> signNew() {
    return edge.send(() -> RazorpayAgreementRequests.customer(request, account))
        .map(replies::toCustomer)
        .flatMap(step -> then(step, this::order));
  }

  private Mono<AgreementOutcome> order(String customer) {
    return edge.send(() -> RazorpayAgreementRequests.order(request, customer, account))
        .map(replies::toOrder)
        .flatMap(step -> then(step, order -> firstPayment(customer, order)));
  }

  private Mono<AgreementOutcome> firstPayment(String customer, String order) {
    return edge.send(
            () -> RazorpayAgreementRequests.firstPayment(request, customer, order, account))
        .map(exchange -> replies.toFirstPayment(exchange, order));
  }

  private Mono<AgreementOutcome> ofOrders(Exchange exchange, Mono<AgreementOutcome> otherwise) {
    var ours = request.id().value();
    return switch (RazorpayFound.read(exchange, RazorpayOrder.class, ours, edge.alarms())) {
      case RazorpayFound.Nothing<RazorpayOrder>(var why) -> Mono.just(new Unknown(why));
      case RazorpayFound.Items<RazorpayOrder>(var orders) ->
          orders.stream()
              .filter(order -> ours.equals(order.receipt()))
              .findFirst()
              .map(replies::ordered)
              .map(step -> then(step, this::ofOrder))
              .orElse(otherwise);
    };
  }

  /** By the last payment that has a token, else by whatever was tried. */
  private Mono<AgreementOutcome> ofOrder(String order) {
    return edge.ask(() -> RazorpayRequests.payments(order, account))
        .map(exchange ->
            RazorpayFound.read(exchange, RazorpayPayment.class, request.id(), edge.alarms()))
        .flatMap(found ->
            switch (found) {
              case RazorpayFound.Nothing<RazorpayPayment>(var why) ->
                  Mono.<AgreementOutcome>just(new Unknown(why));
              case RazorpayFound.Items<RazorpayPayment>(var payments) ->
                  ofPayments(payments, order);
            });
  }

  private Mono<AgreementOutcome> ofPayments(List<RazorpayPayment> payments, String order) {
    return payments.stream()
        .min(Comparator.comparing(payment -> "failed".equals(payment.status())))
        .map(payment -> ofPayment(payment, order))
        .orElseGet(() -> Mono.just(new Absent()));
  }

  private Mono<AgreementOutcome> ofPayment(RazorpayPayment payment, String order) {
    var customer = payment.customerId();
    var token = payment.tokenId();
    var said = replies.toPayment(payment, order);
    if (customer == null || token == null || !isMade(payment, said)) {
      return Mono.just(said);
    }
    return isListed()
        ? tokens(customer).map(found -> replies.toTokens(found, customer, token, order))
        : Mono.just(replies.toUnlisted(customer, token, order));
  }

  /** Whether the payer did what was asked; until then Razorpay does not list the token. */
  private static boolean isMade(RazorpayPayment payment, AgreementOutcome said) {
    return said instanceof AgreementOutcome.Pending && !"created".equals(payment.status());
  }

  private boolean isListed() {
    return !"unlisted".equals(account.options().get(RazorpayAgreementRequests.TOKENS));
  }

  private Mono<RazorpayFound<RazorpayToken>> tokens(String customer) {
    return edge.ask(() -> RazorpayAgreementRequests.tokens(customer, account))
        .map(exchange ->
            RazorpayFound.read(exchange, RazorpayToken.class, request.id(), edge.alarms()));
  }

  private HttpCall findOrders() {
    return RazorpayRequests.findOrders(request.id(), account);
  }

  private static Mono<AgreementOutcome> then(
      Step step, Function<String, Mono<AgreementOutcome>> next) {
    return switch (step) {
      case Step.Made(var id) -> next.apply(id);
      case Step.Over(var outcome) -> Mono.just(outcome);
    };
  }
}
