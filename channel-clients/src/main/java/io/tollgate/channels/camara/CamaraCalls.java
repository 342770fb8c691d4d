package io.tollgate.channels.camara;

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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Calls to an operator, each with the access token that it needs (facts, section 14, "Auth").
 *
 * <p>Where no token can be had the call was not sent. A call that is answered with 401 was not
 * looked at, so it is made a second time with a token that is new.
 */
final class CamaraCalls {

  private static final Json<Grant> GRANT = Json.of(Grant.class);

  /** So long a token is good whose operator does not say. */
  private static final Duration USUALLY = Duration.ofMinutes(5);

  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8192}");

  private final ChannelAccount account;
  private final Edge edge;
  private final AccessTokens tokens;
  private final Clock clock;

  CamaraCalls(ChannelAccount account, Edge edge, AccessTokens tokens, Clock clock) {
    this.account = account;
    this.edge = edge;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What the token's address answers (RFC 6749, section 5.1). */
  record Grant(@Nullable String accessToken, @Nullable Long expiresIn) {}

  /** There is no token; the words are ours alone. */
  private static final class NoToken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String why;

    NoToken(String why) {
      super(why, null, false, false);
      this.why = "no access token: " + why;
    }
  }

  /** Sends what may move money. */
  Mono<Exchange> send(Function<Secret, HttpCall> call) {
    return authorized(token -> edge.send(() -> call.apply(token)));
  }

  /** Sends what changes nothing, at the pace of questions. */
  Mono<Exchange> ask(Function<Secret, HttpCall> call) {
    return authorized(token -> edge.ask(() -> call.apply(token)));
  }

  CamaraRequests requests() {
    return new CamaraRequests(new CamaraSettings(account));
  }

  Alarms alarms() {
    return edge.alarms();
  }

  Instant now() {
    return clock.instant();
  }

  private Mono<Exchange> authorized(Function<Secret, Mono<Exchange>> call) {
    var once = tokens.token(account, _ -> granted()).flatMap(token -> with(token, call));
    return once.flatMap(exchange -> isUnauthenticated(exchange) ? once : Mono.just(exchange))
        .onErrorResume(NoToken.class, none -> Mono.just(new Exchange.NotSent(none.why)));
  }

  private Mono<Exchange> with(Secret token, Function<Secret, Mono<Exchange>> call) {
    return call.apply(token)
        .doOnNext(exchange -> {
          if (isUnauthenticated(exchange)) {
            tokens.refused(account, token);
          }
        });
  }

  private Mono<AccessTokens.Token> granted() {
    return edge.send(() -> CamaraTokenRequests.grant(new CamaraSettings(account), now()))
        .map(this::token);
  }

  private AccessTokens.Token token(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> throw new NoToken(why);
      case Exchange.Unknown(var why) -> throw new NoToken(why);
      case Answered answer when answer.isSuccess() ->
          GRANT
              .read(answer.body())
              .map(CamaraCalls::token)
              .orElseThrow(() -> new NoToken("unreadable answer"));
      case Answered answer -> throw refused(answer.status());
    };
  }

  private static AccessTokens.Token token(Grant grant) {
    var token = grant.accessToken();
    var seconds = grant.expiresIn() == null ? USUALLY.toSeconds() : grant.expiresIn();
    if (token == null || !TOKEN.matcher(token).matches() || seconds < 1) {
      throw new NoToken("unreadable answer");
    }
    return new AccessTokens.Token(
        Secret.ofText(token), Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE)));
  }

  private NoToken refused(int status) {
    if (status >= 400 && status < 500 && status != 429) {
      edge.alarms().raise(Alarm.CREDENTIALS_REFUSED, "no access token, HTTP " + status);
    }
    return new NoToken("HTTP " + status);
  }

  private static boolean isUnauthenticated(Exchange exchange) {
    return exchange instanceof Answered answer && answer.status() == 401;
  }
}
