package io.tollgate.domain.channel;

import reactor.core.publisher.Mono;

/**
 * A third-party payment channel. What else it can do is said by small interfaces that it also
 * implements: {@link Closes}, {@link CallsBack}, {@link Captures}, {@link Voids}, {@link
 * RefundsPayments}, {@link Signs}, {@link SendsOtp}, {@link ListsStatements}.
 *
 * <p>No method fails: an error of any kind is an outcome, {@link ChannelOutcome.NotSent} where
 * certainly nothing was accepted and {@link ChannelOutcome.Unknown} otherwise.
 */
public interface Channel {

  /** The channel's name, as {@link AccountId#channel()} has it. */
  String name();

  /** What it can take, read by the router before it chooses. */
  ChannelCapabilities capabilities();

  /** Whether its account may be used now: false while its circuit breaker is open. */
  boolean isAvailable(ChannelAccount account);

  /** Takes a payment. Repeating it with the same request id charges once. */
  Mono<ChannelOutcome> pay(PayRequest request, ChannelAccount account);

  /** Asks what became of an attempt; changes nothing at the channel. */
  Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account);
}
