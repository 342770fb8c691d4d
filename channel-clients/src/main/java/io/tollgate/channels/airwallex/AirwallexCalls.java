package io.tollgate.channels.airwallex;

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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Calls to Airwallex, each with the token that it needs (facts, section 17; a token is good for
 * half an hour, and an account may ask for a hundred a minute: www.airwallex.com/docs/api/
 * getting_started).
 *
 * <p>What no token could be had for was not sent. What is answered with 401 was looked at by nobody
 * behind the door, so that it is sent once more, with a new token.
 */
final class AirwallexCalls {

  private static final Json<Login> LOGIN = Json.of(Login.class);

  /** {@code 2025-08-05T10:53:01+0000}; versions of the API differ in the colon. */
  private static final DateTimeFormatter WITHOUT_COLON =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT);

  private static final int WITHOUT_COLON_LENGTH = "2025-08-05T10:53:01+0000".length();

  private final ChannelAccount account;
  private final Edge edge;
  private final AccessTokens tokens;
  private final Clock clock;

  AirwallexCalls(ChannelAccount account, Edge edge, AccessTokens tokens, Clock clock) {
    this.account = account;
    this.edge = edge;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What is answered to a login. */
  record Login(@Nullable String token, @Nullable String expiresAt) {

    /** A token must not get into a log. */
    @Override
    public String toString() {
      return "Login[***]";
    }
  }

  /** There is no token; the message is ours alone. */
  private static final class NoToken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String why;

    NoToken(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }

  ChannelAccount account() {
    return account;
  }

  Alarms alarms() {
    return edge.alarms();
  }

  /** Milliseconds of the epoch. */
  long now() {
    return clock.millis();
  }

  /** Sends what may move money. */
  Mono<Exchange> send(Function<Secret, HttpCall> call) {
    return withToken(token -> edge.send(() -> call.apply(token)));
  }

  /** Sends what changes nothing, at the pace of questions. */
  Mono<Exchange> ask(Function<Secret, HttpCall> call) {
    return withToken(token -> edge.ask(() -> call.apply(token)));
  }

  private Mono<Exchange> withToken(Function<Secret, Mono<Exchange>> call) {
    return once(call)
        .flatMap(first -> isAtTheDoor(first) ? once(call) : Mono.just(first))
        .onErrorResume(
            NoToken.class, none -> Mono.just(new Exchange.NotSent("no token: " + none.why)));
  }

  private Mono<Exchange> once(Function<Secret, Mono<Exchange>> call) {
    return tokens
        .token(account, _ -> login())
        .flatMap(token -> call.apply(token).doOnNext(exchange -> drop(token, exchange)));
  }

  private void drop(Secret token, Exchange exchange) {
    if (isAtTheDoor(exchange)) {
      tokens.refused(account, token);
    }
  }

  private Mono<AccessTokens.Token> login() {
    return edge.send(() -> AirwallexRequests.login(account)).map(this::token);
  }

  private AccessTokens.Token token(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> throw new NoToken(why);
      case Exchange.Unknown(var why) -> throw new NoToken(why);
      case Answered answer when answer.isSuccess() -> granted(answer);
      case Answered answer -> throw refused(answer);
    };
  }

  private AccessTokens.Token granted(Answered answer) {
    var login = LOGIN.read(answer.body()).orElseThrow(() -> new NoToken("unreadable answer"));
    if (login.token() == null || login.token().isEmpty() || login.expiresAt() == null) {
      throw new NoToken("unreadable answer");
    }
    return new AccessTokens.Token(
        Secret.ofText(login.token()), Duration.between(clock.instant(), time(login.expiresAt())));
  }

  private NoToken refused(Answered answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      edge.alarms().raise(Alarm.CREDENTIALS_REFUSED, "no token, HTTP " + answer.status());
    }
    return new NoToken("HTTP " + answer.status());
  }

  private static Instant time(String text) {
    try {
      return text.length() == WITHOUT_COLON_LENGTH
          ? OffsetDateTime.parse(text, WITHOUT_COLON).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException unknownShape) {
      throw new NoToken("unreadable time");
    }
  }

  private static boolean isAtTheDoor(Exchange exchange) {
    return exchange instanceof Answered answer && answer.status() == 401;
  }
}
