package io.tollgate.gateway.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.IdempotencyKeys;
import io.tollgate.domain.payment.IdempotencyKeys.Answer;
import io.tollgate.domain.payment.IdempotencyKeys.Claim;
import io.tollgate.domain.risk.RiskVerdict;
import io.tollgate.gateway.edge.Caller;
import io.tollgate.gateway.edge.SignedCall;
import io.tollgate.gateway.payment.KeyedRequests.Rendered;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class KeyedRequestsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Rendered OURS =
      new Rendered(new Answer(201, "application/json", "{\"ours\":1}"), false);
  private static final Answer THEIRS = new Answer(200, "application/json", "{\"theirs\":1}");

  private final HeldKeys keys = new HeldKeys();
  private final KeyedRequests keyedRequests =
      new KeyedRequests(
          keys,
          _ -> Mono.just(new RiskVerdict.Within()),
          new DetachedWork(new SimpleMeterRegistry()));

  /** The answer to a request under a key, whose work takes this long. */
  private Mono<ServerResponse> answer(Mono<Rendered> work) {
    var caller = new Caller(new MerchantId("demo"), "mk_demo", null);
    var call = new SignedCall(caller, "{}".getBytes(StandardCharsets.UTF_8));
    return keyedRequests.once(call, request(), work);
  }

  private static ServerRequest request() {
    var headers = answering(ServerRequest.Headers.class, Map.of("header", List.of("order-1")));
    return answering(
        ServerRequest.class,
        Map.of("headers", headers, "method", HttpMethod.POST, "path", "/v1/payments"));
  }

  /** Answers a method by its name, and no other. */
  private static <T> T answering(Class<T> type, Map<String, Object> answers) {
    var made =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> Objects.requireNonNull(answers.get(method.getName())));
    return type.cast(made);
  }

  private static Mono<Rendered> taking(Duration time) {
    return Mono.delay(time).thenReturn(OURS);
  }

  @Test
  void renewsItsClaimForAsLongAsTheWorkTakes() {
    StepVerifier.withVirtualTime(() -> answer(taking(Duration.ofSeconds(17))))
        .thenAwait(Duration.ofSeconds(17))
        .assertNext(answer -> assertThat(answer.statusCode().value()).isEqualTo(201))
        .expectComplete()
        .verify(LIMIT);

    // Within each lease at least once, and under the token that was granted.
    assertThat(keys.renewed).hasSize(6).containsOnly("token");
  }

  @Test
  void renewsNothingWhereTheWorkIsDoneAtOnceOrHasEnded() {
    StepVerifier.withVirtualTime(() -> answer(taking(Duration.ofSeconds(1))))
        .thenAwait(Duration.ofMinutes(2))
        .expectNextCount(1)
        .expectComplete()
        .verify(LIMIT);

    assertThat(keys.renewed).isEmpty();
  }

  @Test
  void letsAClaimLapseWhoseWorkHangs() {
    StepVerifier.withVirtualTime(() -> answer(Mono.never()))
        .expectSubscription()
        .thenAwait(Duration.ofMinutes(10))
        .thenCancel()
        .verify(LIMIT);

    assertThat(keys.renewed.size()).isBetween(10, 25);
  }

  @Test
  void answersAllTheSameWhereTheClaimCannotBeRenewed() {
    keys.failsToRenew = true;

    StepVerifier.withVirtualTime(() -> answer(taking(Duration.ofSeconds(17))))
        .thenAwait(Duration.ofSeconds(17))
        .assertNext(answer -> assertThat(answer.statusCode().value()).isEqualTo(201))
        .expectComplete()
        .verify(LIMIT);
  }

  @Test
  void givesTheFirstAnswerWhereAnotherWasQuickerUnderALapsedClaim() {
    keys.standing = THEIRS;

    answer(Mono.just(OURS))
        .as(StepVerifier::create)
        .assertNext(answer -> {
          assertThat(answer.statusCode().value()).isEqualTo(200);
          assertThat(answer.headers().getFirst("Idempotent-Replayed")).isEqualTo("true");
        })
        .expectComplete()
        .verify(LIMIT);
  }

  @Test
  void givesItsOwnClaimBackWhereTheWorkFails() {
    answer(Mono.error(new IllegalStateException("the store is away")))
        .as(StepVerifier::create)
        .expectError()
        .verify(LIMIT);

    assertThat(keys.released).containsExactly("token");
  }

  /** Grants every claim, and writes down what becomes of it. */
  private static final class HeldKeys implements IdempotencyKeys {

    final List<String> renewed = new ArrayList<>();
    final List<String> released = new ArrayList<>();
    @Nullable Answer standing;
    boolean failsToRenew;

    @Override
    public Mono<Claim> claim(MerchantId merchant, String key, Fingerprint fingerprint) {
      return Mono.just(new Claim.Granted("token"));
    }

    @Override
    public Mono<Void> renew(MerchantId merchant, String key, Claim.Granted claim) {
      renewed.add(claim.token());
      return failsToRenew ? Mono.error(new IllegalStateException("no reply")) : Mono.empty();
    }

    @Override
    public Mono<Answer> complete(
        MerchantId merchant, String key, Fingerprint fingerprint, Answer answer) {
      var first = standing;
      return Mono.just(first == null ? answer : first);
    }

    @Override
    public Mono<Void> release(MerchantId merchant, String key, Claim.Granted claim) {
      released.add(claim.token());
      return Mono.empty();
    }
  }
}
