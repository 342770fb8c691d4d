package io.tollgate.channels.http;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Tokens that channels lend us for a while, one for each account. However many calls want one at
 * once, it is fetched once; the next is fetched while the last is still good, and nobody waits for
 * it. A fetch that failed is forgotten, so that the next call tries again.
 */
public final class AccessTokens {

  /** So long before it ends a token is replaced, and so long it is not lent any more at the end. */
  private static final Duration EARLY = Duration.ofSeconds(60);

  private static final Duration LAST_CALL = Duration.ofSeconds(5);

  private final Clock clock;
  private final Map<ChannelAccount, Lent> lent = new ConcurrentHashMap<>();
  private final Map<ChannelAccount, Mono<Token>> fetches = new ConcurrentHashMap<>();

  public AccessTokens(Clock clock) {
    this.clock = clock;
  }

  /**
   * A token, as the channel gave it.
   *
   * @param goodFor from now on
   */
  public record Token(Secret value, Duration goodFor) {}

  private record Lent(Token token, Instant until) {}

  /**
   * A token that is good for another few seconds at least.
   *
   * @param fetch asks the channel for a new one; where it fails, so does this, unless the last one
   *     is still good
   */
  public Mono<Secret> token(ChannelAccount account, Function<ChannelAccount, Mono<Token>> fetch) {
    return Mono.defer(() -> {
      var known = lent.get(account);
      var now = clock.instant();
      if (known == null || !now.isBefore(known.until.minus(LAST_CALL))) {
        return fetched(account, fetch).map(Token::value);
      }
      return now.isBefore(known.until.minus(EARLY))
          ? Mono.just(known.token.value())
          : Mono.just(known.token.value()).doOnNext(_ -> renew(account, fetch));
    });
  }

  /** The channel refused it before its time. The next call fetches another. */
  public void refused(ChannelAccount account, Secret token) {
    lent.computeIfPresent(account, (_, known) -> known.token.value().equals(token) ? null : known);
  }

  private void renew(ChannelAccount account, Function<ChannelAccount, Mono<Token>> fetch) {
    fetched(account, fetch).subscribe(_ -> {}, _ -> {});
  }

  private Mono<Token> fetched(ChannelAccount account, Function<ChannelAccount, Mono<Token>> fetch) {
    return fetches.computeIfAbsent(
        account,
        _ ->
            Mono.defer(() -> fetch.apply(account))
                .doOnNext(token -> keep(account, token))
                // Before anybody hears of it, so that whoever asks again gets another fetch.
                .doOnTerminate(() -> fetches.remove(account))
                .cache());
  }

  private void keep(ChannelAccount account, Token token) {
    lent.put(account, new Lent(token, clock.instant().plus(token.goodFor())));
  }
}
