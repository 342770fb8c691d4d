package io.tollgate.channels.mercadopago;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.mercadopago.MercadoPagoReplies.Token;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.PayRequest;
import java.time.Clock;
import reactor.core.publisher.Mono;

/**
 * The steps of a payment: one request, or a page, and a token before it where a saved card is
 * charged.
 *
 * <p>A refusal that is no payment of its own, and one for being a duplicate, may answer the
 * repetition of a request that was done. They are believed only where no payment carries the
 * attempt's id.
 */
final class MercadoPagoPaying {

  private final PayRequest request;
  private final ChannelAccount account;
  private final Edge edge;
  private final Clock clock;
  private final MercadoPagoReplies replies;

  MercadoPagoPaying(PayRequest request, ChannelAccount account, Edge edge, Clock clock) {
    this.request = request;
    this.account = account;
    this.edge = edge;
    this.clock = clock;
    this.replies = new MercadoPagoReplies(request.requestId(), request.order(), edge.alarms());
  }

  Mono<ChannelOutcome> pay() {
    if (!account.options().containsKey(MercadoPagoAmounts.CURRENCY)) {
      edge.alarms()
          .raise(Alarm.MISCONFIGURED, "option '" + MercadoPagoAmounts.CURRENCY + "' is missing");
    }
    return MercadoPagoMethods.problem(request.order(), account)
        .<Mono<ChannelOutcome>>map(why -> Mono.just(new NotSent(why)))
        .orElseGet(() -> send().flatMap(this::unlessPaid));
  }

  private Mono<ChannelOutcome> send() {
    var method = request.order().method();
    if (MercadoPagoMethods.isHosted(method)) {
      return edge.send(() -> MercadoPagoPageRequests.create(request, account)).map(replies::toPage);
    }
    return method.type().equals(MercadoPagoMethods.PIX)
        ? edge.send(() -> MercadoPagoRequests.pix(request, account)).map(replies::toPay)
        : MercadoPagoSource.parse(method.token())
            .map(source -> source.customer() == null ? charge(source) : chargeSaved(source))
            .orElseGet(() -> Mono.just(new NotSent("no card token of Mercado Pago's")));
  }

  private Mono<ChannelOutcome> chargeSaved(MercadoPagoSource saved) {
    return edge.send(() -> MercadoPagoRequests.cardToken(request, saved, account))
        .map(replies::toToken)
        .flatMap(token ->
            switch (token) {
              case Token.Made(var id) -> charge(saved.with(id));
              case Token.Missing(var outcome) -> Mono.just(outcome);
            });
  }

  private Mono<ChannelOutcome> charge(MercadoPagoSource source) {
    return edge.send(() -> MercadoPagoRequests.card(request, source, account)).map(replies::toPay);
  }

  private Mono<ChannelOutcome> unlessPaid(ChannelOutcome said) {
    return said instanceof Declined declined && mayBeARepetition(declined)
        ? inquiry().search().map(replies::toSearch).map(now -> now instanceof Absent ? said : now)
        : Mono.just(said);
  }

  private static boolean mayBeARepetition(Declined declined) {
    return declined.channelReference() == null
        || MercadoPagoDeclines.DUPLICATE.equals(declined.reason().channelCode());
  }

  private MercadoPagoInquiry inquiry() {
    var asking = new AttemptQuery(request.requestId(), null, request.order(), clock.instant());
    return new MercadoPagoInquiry(asking, account, edge, clock);
  }
}
