package io.tollgate.persistence.hot;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ReplyTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final Patience patience = new Patience(Duration.ofMillis(100));
  private final CompletableFuture<String> sent = new CompletableFuture<>();
  private final AtomicInteger commands = new AtomicInteger();

  @Test
  void sendsTheCommandForEverySubscriberOnceItAsks() {
    var reply = reply();

    StepVerifier.create(reply, 0)
        .then(() -> assertThat(commands).hasValue(0))
        .thenRequest(1)
        .then(() -> sent.complete("PONG"))
        .expectNext("PONG")
        .expectComplete()
        .verify(SOON);
    StepVerifier.create(reply).expectNext("PONG").expectComplete().verify(SOON);

    assertThat(commands).hasValue(2);
  }

  @Test
  void completesEmptyWhereRedisHasNothing() {
    sent.complete(null);

    StepVerifier.create(reply()).expectComplete().verify(SOON);
  }

  @Test
  void callsALostConnectionUnavailable() {
    sent.completeExceptionally(new RedisException("closed"));

    StepVerifier.create(reply()).expectErrorMatches(ReplyTest::isUnavailable).verify(SOON);
  }

  @Test
  void failsWhereTheCommandCannotBeSent() {
    var reply =
        new Reply<String>(
            () -> {
              throw new RedisException("not connected");
            },
            CompletableFuture::failedFuture,
            patience);

    StepVerifier.create(reply).expectErrorMatches(ReplyTest::isUnavailable).verify(SOON);
  }

  @Test
  void triesAnotherCommandWhereTheErrorCallsForIt() {
    sent.completeExceptionally(new RedisNoScriptException("NOSCRIPT"));
    var whole = CompletableFuture.completedFuture("whole script");

    StepVerifier.create(
            new Reply<>(
                () -> sent,
                error ->
                    error instanceof RedisNoScriptException
                        ? whole
                        : CompletableFuture.failedFuture(error),
                patience))
        .expectNext("whole script")
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void triesAnotherCommandOnce() {
    var refused = new RedisCommandExecutionException("WRONGTYPE");
    sent.completeExceptionally(refused);

    StepVerifier.create(new Reply<>(() -> sent, _ -> sent, patience))
        .expectErrorMatches(refused::equals)
        .verify(SOON);
  }

  @Test
  void givesUpInTimeAndWithdrawsTheCommand() {
    StepVerifier.create(reply())
        .expectErrorMatches(
            error -> isUnavailable(error) && error.getMessage().contains("no reply in time"))
        .verify(SOON);

    assertThat(sent).isCancelled();
  }

  @Test
  void givesUpEachOfManyAlsoBehindOneThatWasAnswered() {
    var answered = reply().toFuture();
    sent.complete("PONG");
    assertThat(answered).isCompletedWithValue("PONG");

    var silent = new CompletableFuture<String>();
    StepVerifier.create(new Reply<>(() -> silent, CompletableFuture::failedFuture, patience))
        .expectErrorMatches(ReplyTest::isUnavailable)
        .verify(SOON);
    StepVerifier.create(
            new Reply<>(
                () -> new CompletableFuture<String>(), CompletableFuture::failedFuture, patience))
        .expectErrorMatches(ReplyTest::isUnavailable)
        .verify(SOON);
  }

  @Test
  void cancelsNothingAtRedis() {
    reply().subscribe().dispose();

    assertThat(commands).hasValue(1);
    assertThat(sent).isNotDone();
    sent.complete("nobody listens");
  }

  @Test
  void triesAnotherCommandForACallerWhoHasGoneAway() {
    var reply =
        new Reply<>(
            () -> sent,
            _ -> {
              commands.incrementAndGet();
              return CompletableFuture.completedFuture("whole script");
            },
            patience);
    reply.subscribe().dispose();

    sent.completeExceptionally(new RedisNoScriptException("NOSCRIPT"));

    assertThat(commands).hasValue(1);
  }

  private Reply<String> reply() {
    return new Reply<>(
        () -> {
          commands.incrementAndGet();
          return sent;
        },
        CompletableFuture::failedFuture,
        patience);
  }

  private static boolean isUnavailable(Throwable error) {
    return error instanceof GatewayFault fault && fault.code() == FaultCode.STORE_UNAVAILABLE;
  }
}
