package io.tollgate.channels.alipay;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.product.NextStep;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The steps of taking one payment. Half of the scenes need no call: what the payer opens is signed
 * here, and Alipay hears of it from him.
 *
 * <p>A text for the merchant's app is a {@link NextStep.ShowCode}, as it is handed on and not
 * opened.
 */
final class AlipayPayment {

  private final PayRequest request;
  private final AlipayCalls calls;
  private final Edge edge;
  private final AlipayReplies replies;

  AlipayPayment(PayRequest request, AlipayCalls calls, Edge edge) {
    this.request = request;
    this.calls = calls;
    this.edge = edge;
    this.replies =
        new AlipayReplies(request.requestId(), request.order(), calls.account(), edge.alarms());
  }

  Mono<ChannelOutcome> pay() {
    return AlipayScene.of(request.order())
        .map(this::by)
        .orElseGet(() -> Mono.just(new NotSent("Alipay has no way to take such an order")));
  }

  private Mono<ChannelOutcome> by(AlipayScene scene) {
    return switch (scene) {
      case PAGE -> signed(() -> new NextStep.Redirect(AlipayRequests.page(request, calls)));
      case WAP -> signed(() -> new NextStep.Redirect(AlipayRequests.wap(request, calls)));
      case APP -> signed(() -> new NextStep.ShowCode(AlipayRequests.app(request, calls)));
      case APP_FREEZE ->
          signed(() -> new NextStep.ShowCode(AlipayAuthRequests.appFreeze(request, calls)));
      case QR -> sent(() -> AlipayRequests.precreate(request, calls), replies::toPrecreate);
      case BARCODE -> sent(() -> AlipayRequests.charge(request, calls), replies::toCharge);
      case WITHHOLDING -> sent(() -> AlipayRequests.withhold(request, calls), replies::toCharge);
      case CODE_FREEZE ->
          sent(() -> AlipayAuthRequests.codeFreeze(request, calls), replies::toFreeze);
    };
  }

  /** Where nothing can be signed, nothing was shown to anybody. */
  private Mono<ChannelOutcome> signed(Supplier<NextStep> step) {
    return Mono.fromSupplier(step)
        .<ChannelOutcome>map(it -> new NeedsAction(it, AlipayIds.out(request.requestId())))
        .onErrorResume(RuntimeException.class, this::unbuilt);
  }

  private Mono<ChannelOutcome> unbuilt(RuntimeException thrown) {
    var kind = thrown.getClass().getSimpleName();
    edge.alarms().raise(Alarm.MISCONFIGURED, "no request could be built (" + kind + ")");
    return Mono.just(new NotSent("no request could be built"));
  }

  private Mono<ChannelOutcome> sent(
      Supplier<HttpCall> call, Function<Exchange, Optional<ChannelOutcome>> reading) {
    return edge.send(call)
        .flatMap(exchange -> reading.apply(exchange).map(Mono::just).orElseGet(this::state));
  }

  /** What became of a trade that is there already. */
  private Mono<ChannelOutcome> state() {
    var query = new AttemptQuery(request.requestId(), null, request.order(), calls.now());
    return new AlipayInquiry(query, calls, edge).state();
  }
}
