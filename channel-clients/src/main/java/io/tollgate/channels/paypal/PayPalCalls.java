package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.AccessTokens;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Calls to PayPal with the token that each of them needs (facts, section 2, "Auth").
 *
 * <p>A call for which no token could be had was not sent. One that PayPal answers with 401 was
 * refused before anything was done, so it is sent once more with another token.
 */
final class PayPalCalls {

  private static final Json<Grant> GRANT = Json.of(Grant.class);
  private static final int UNAUTHORIZED = 401;

  private final ChannelAccount account;
  private final Edge edge;
  private final AccessTokens tokens;

  PayPalCalls(ChannelAccount account, Edge edge, AccessTokens tokens) {
    this.account = account;
    this.edge = edge;
    this.tokens = tokens;
  }

  /** The answer of the token's door. */
  record Grant(@Nullable String accessToken, @Nullable Long expiresIn) {}

  /** There is no token; the message is ours alone. */
  private static final class NoToken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoToken(String why) {
      super("no access token: " + why, null, false, false);
    }
  }

  /** Sends what may move money. */
  Mono<Exchange> send(Function<Secret, HttpCall> call) {
    return twice(token -> edge.send(() -> call.apply(token)));
  }

  /** Sends what changes nothing, at the pace of questions. */
  Mono<Exchange> ask(Function<Secret, HttpCall> call) {
    return twice(token -> edge.ask(() -> call.apply(token)));
  }

  ChannelAccount account() {
    return account;
  }

  Alarms alarms() {
    return edge.alarms();
  }

  private Mono<Exchange> twice(Function<Secret, Mono<Exchange>> call) {
    return once(call).flatMap(first -> isTokenRefused(first) ? once(call) : Mono.just(first));
  }

  private Mono<Exchange> once(Function<Secret, Mono<Exchange>> call) {
    return tokens
        .token(account, _ -> fetch())
        .flatMap(token ->
            call.apply(token)
                .doOnNext(exchange -> {
                  if (isTokenRefused(exchange)) {
                    tokens.refused(account, token);
                  }
                }))
        .onErrorResume(NoToken.class, none -> Mono.just(notSent(none)));
  }

  private static Exchange notSent(NoToken none) {
    return new Exchange.NotSent(String.valueOf(none.getMessage()));
  }

  private Mono<AccessTokens.Token> fetch() {
    return edge.send(() -> PayPalRequests.token(account)).map(this::token);
  }

  private AccessTokens.Token token(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> throw new NoToken(why);
      case Exchange.Unknown(var why) -> throw new NoToken(why);
      case Answered answer when answer.isSuccess() -> granted(answer);
      case Answered answer -> throw refused(answer);
    };
  }

  private static AccessTokens.Token granted(Answered answer) {
    var grant = GRANT.read(answer.body()).orElseThrow(() -> new NoToken("unreadable answer"));
    if (grant.accessToken() == null || grant.expiresIn() == null || grant.expiresIn() < 1) {
      throw new NoToken("unreadable answer");
    }
    return new AccessTokens.Token(
        Secret.ofText(grant.accessToken()),
        Duration.ofSeconds(Math.min(grant.expiresIn(), Integer.MAX_VALUE)));
  }

  private NoToken refused(Answered answer) {
    if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
      edge.alarms().raise(Alarm.CREDENTIALS_REFUSED, "no token, HTTP " + answer.status());
    }
    return new NoToken("HTTP " + answer.status());
  }

  private static boolean isTokenRefused(Exchange exchange) {
    return exchange instanceof Answered answer && answer.status() == UNAUTHORIZED;
  }
}
