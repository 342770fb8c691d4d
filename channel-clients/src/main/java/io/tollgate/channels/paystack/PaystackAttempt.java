package io.tollgate.channels.paystack;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.paystack.PaystackReplies.Said;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.payment.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to make an attempt at Paystack, to learn its state, or to end it.
 *
 * <p>A refusal is believed only where Paystack, asked, does not know the attempt: it may be the
 * answer to the repetition of one that was taken long ago, whose reference is used up.
 */
final class PaystackAttempt {

  /**
   * How many minutes a payer can use Paystack's page for: the integration's payment session timeout
   * (vendor: docs/api/integration). Until then nothing is closed, because it may still be paid.
   * Without it the end of our own window is all that counts (facts, section 12, "abandoned").
   */
  static final String SESSION_MINUTES = "session-minutes";

  private static final String NOT_DONE = "handing the password in failed: ";

  private final ChannelRequestId requestId;
  private final Order order;
  private final ChannelAccount account;
  private final Edge edge;
  private final PaystackReplies replies;

  PaystackAttempt(ChannelRequestId requestId, Order order, ChannelAccount account, Edge edge) {
    this.requestId = requestId;
    this.order = order;
    this.account = account;
    this.edge = edge;
    this.replies = new PaystackReplies(requestId, order, account, edge.alarms());
  }

  Mono<ChannelOutcome> pay() {
    var request = new PayRequest(requestId, order);
    return switch (PaystackWay.of(order)) {
      case PaystackWay.Page way ->
          request(() -> PaystackRequests.initialize(request, way, account), replies::toInitialize);
      case PaystackWay.Saved way ->
          request(() -> PaystackRequests.chargeSaved(request, way, account), replies::toCharge);
      case PaystackWay.Direct way ->
          request(() -> PaystackRequests.charge(request, way, account), replies::toCharge);
      case PaystackWay.None(var why) -> Mono.just(new NotSent(why));
    };
  }

  /** By our own reference, which Paystack knows every transaction by. */
  Mono<ChannelOutcome> state() {
    return edge.ask(() -> PaystackRequests.verify(requestId, account)).map(replies::toVerify);
  }

  /**
   * Paystack cannot be told to close a transaction. One that the payer abandoned is over once the
   * page is.
   */
  Mono<ChannelOutcome> close(Instant sentAt, Instant now) {
    return edge.ask(() -> PaystackRequests.verify(requestId, account))
        .map(now.isBefore(sentAt.plus(session())) ? replies::toVerify : replies::toClose);
  }

  /**
   * Hands a password in. Whatever goes wrong with that leaves the attempt as it is, so its state is
   * asked for where the answer does not tell it; nothing here says that an attempt was not sent.
   */
  Mono<ChannelOutcome> submitOtp(String otp) {
    return edge.send(() -> PaystackRequests.submitOtp(requestId, otp, account))
        .map(replies::toCharge)
        .flatMap(said ->
            switch (said) {
              case Said.Firm(NotSent(var why)) -> Mono.just(new Unknown(NOT_DONE + why));
              case Said.Firm(ChannelOutcome outcome) -> Mono.just(outcome);
              case Said.Doubtful _ -> pending();
            });
  }

  private Mono<ChannelOutcome> pending() {
    return edge.ask(() -> PaystackRequests.pending(requestId, account)).map(replies::toVerify);
  }

  private Mono<ChannelOutcome> request(Supplier<HttpCall> call, Function<Exchange, Said> reading) {
    return edge.send(call)
        .map(reading)
        .flatMap(said ->
            switch (said) {
              case Said.Firm(var outcome) -> Mono.just(outcome);
              case Said.Doubtful(var outcome) ->
                  state().map(known -> known instanceof Absent ? outcome : known);
            });
  }

  private Duration session() {
    return Duration.ofMinutes(
        Long.parseLong(account.options().getOrDefault(SESSION_MINUTES, "0").strip()));
  }
}
