package io.tollgate.channels.stripe;

import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Operation;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallsBack;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelCapabilities;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.Closes;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Stripe's PaymentIntents. An attempt is one intent, created and confirmed in one request under the
 * attempt's id as idempotency key, and found again by that id in its metadata.
 */
final class StripeChannel implements Channel, Closes, CallsBack {

  static final String NAME = "stripe";

  /** How an intent is found whose id never reached us: {@code search} or {@code list}. */
  static final String LOOKUP = "lookup";

  private static final ChannelCapabilities CAPABILITIES =
      new ChannelCapabilities(
          Set.of(Product.FOREIGN_CARD, Product.QUICK_PAY, Product.ONLINE_BANKING),
          Set.of("card", "link", "ideal", "fpx", "p24", "eps", "bancontact"),
          Set.of(CaptureMode.AUTOMATIC, CaptureMode.MANUAL),
          Set.of(),
          Set.of(),
          StripeAmounts::canTake);

  private static final Acknowledgement RECEIVED =
      new Acknowledgement(200, "application/json", "{\"received\":true}");

  private final ChannelEdges edges;

  StripeChannel(ChannelEdges edges) {
    this.edges = edges;
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
        edge -> {
          var replies =
              new StripeReplies(request.requestId(), request.order(), account, edge.alarms());
          return edge.send(() -> StripeRequests.create(request, account)).map(replies::toPay);
        });
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
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return StripeCallbacks.read(callback, account, edges.alarms(account.id()));
  }

  @Override
  public Acknowledgement acknowledgement() {
    return RECEIVED;
  }

  private static StripeInquiry asking(AttemptQuery query, ChannelAccount account, Edge edge) {
    return new StripeInquiry(query, account, edge);
  }
}
