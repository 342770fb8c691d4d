package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Finds the payment that pays an attempt: the attempt is known by its order or link, while captures
 * and refunds are of a payment.
 */
final class RazorpayPaid {

  private static final Json<RazorpayLink> LINK = Json.of(RazorpayLink.class);

  private final AttemptQuery query;
  private final ChannelAccount account;
  private final Edge edge;

  RazorpayPaid(AttemptQuery query, ChannelAccount account, Edge edge) {
    this.query = query;
    this.account = account;
    this.edge = edge;
  }

  /**
   * The id of the payment that took the money, holds it, or held it until it went back by itself;
   * empty where it cannot be learned.
   */
  Mono<Optional<String>> payment() {
    var known = query.channelReference();
    return known == null
        ? new RazorpayInquiry(query, account, edge)
            .state()
            .map(RazorpayPaid::reference)
            .flatMap(found ->
                found.map(this::payment).orElseGet(() -> Mono.just(Optional.<String>empty())))
        : payment(known);
  }

  private Mono<Optional<String>> payment(String reference) {
    return RazorpayLink.isLink(reference)
        ? edge.ask(() -> RazorpayRequests.retrieveLink(reference, account)).map(this::ofLink)
        : edge.ask(() -> RazorpayRequests.payments(reference, account))
            .map(exchange -> ofOrder(exchange, reference));
  }

  private Optional<String> ofLink(Exchange exchange) {
    var ours = query.requestId().toString();
    return exchange instanceof Answered answer && answer.isSuccess()
        ? LINK.read(answer.body())
            .filter(link -> link.isOf(ours, query.order().amount()))
            .flatMap(RazorpayLink::payment)
        : Optional.empty();
  }

  private Optional<String> ofOrder(Exchange exchange, String order) {
    var found =
        RazorpayFound.read(exchange, RazorpayPayment.class, query.requestId(), edge.alarms());
    return found instanceof RazorpayFound.Items<RazorpayPayment>(var payments)
        ? best(payments, order)
        : Optional.empty();
  }

  private Optional<String> best(List<RazorpayPayment> payments, String order) {
    return payments.stream()
        .filter(RazorpayPayment::isReadable)
        .filter(payment -> payment.isOf(order, query.order().amount()))
        .filter(payment -> rank(payment) < 3)
        .min(Comparator.comparingInt(RazorpayPaid::rank))
        .flatMap(payment -> Optional.ofNullable(payment.id()));
  }

  private static int rank(RazorpayPayment payment) {
    if ("captured".equals(payment.status()) || Boolean.TRUE.equals(payment.captured())) {
      return 0;
    }
    return switch (payment.status()) {
      case "authorized" -> 1;
      case "refunded" -> 2;
      case null, default -> 3;
    };
  }

  private static Optional<String> reference(ChannelOutcome state) {
    return switch (state) {
      case Approved(var reference) -> Optional.of(reference);
      case Authorized(var reference) -> Optional.of(reference);
      case NeedsAction(_, var reference) -> Optional.of(reference);
      case Pending(var reference) -> Optional.ofNullable(reference);
      case Closed(_, var reference) -> Optional.ofNullable(reference);
      case Declined _, Absent _, NotSent _, Unknown _ -> Optional.empty();
    };
  }
}
