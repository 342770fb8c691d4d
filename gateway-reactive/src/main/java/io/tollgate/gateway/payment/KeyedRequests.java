package io.tollgate.gateway.payment;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.IdempotencyKeys;
import io.tollgate.domain.payment.IdempotencyKeys.Answer;
import io.tollgate.domain.payment.IdempotencyKeys.Claim.Answered;
import io.tollgate.domain.payment.IdempotencyKeys.Claim.Granted;
import io.tollgate.domain.payment.IdempotencyKeys.Claim.Mismatch;
import io.tollgate.domain.payment.IdempotencyKeys.Claim.Running;
import io.tollgate.domain.risk.RiskCheck;
import io.tollgate.domain.risk.RiskCounters;
import io.tollgate.domain.risk.RiskVerdict;
import io.tollgate.gateway.edge.BytesAnswer;
import io.tollgate.gateway.edge.Caller;
import io.tollgate.gateway.edge.JsonBodies;
import io.tollgate.gateway.edge.Problems;
import io.tollgate.gateway.edge.SignedCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Honours {@code Idempotency-Key}: the same request under the same key gets the same answer, byte
 * by byte, for a day. Requests without a key pass, at no cost.
 */
@Component
final class KeyedRequests {

  private static final Set<Integer> NEVER_KEPT = Set.of(401, 409, 429);
  private static final Map<String, String> REPLAYED = Map.of("Idempotent-Replayed", "true");
  private static final Duration RENEWED_EVERY = IdempotencyKeys.LEASE.dividedBy(3);

  /** A minute's worth: work that hangs for longer is not waited for by anybody. */
  private static final int RENEWED_AT_MOST = 20;

  private final IdempotencyKeys keys;
  private final RiskCounters riskCounters;
  private final DetachedWork detachedWork;

  KeyedRequests(IdempotencyKeys keys, RiskCounters riskCounters, DetachedWork detachedWork) {
    this.keys = keys;
    this.riskCounters = riskCounters;
    this.detachedWork = detachedWork;
  }

  /** An answer on its way out. */
  record Rendered(Answer answer, boolean replayed) {}

  /** Carries the request out, or gives the answer that it got before under its key. */
  Mono<ServerResponse> once(SignedCall call, ServerRequest request, Mono<Rendered> work) {
    return key(request)
        .map(key -> keyed(new KeyedCall(call, key, fingerprint(call, request)), request, work))
        .orElse(work)
        .map(KeyedRequests::written);
  }

  /**
   * Refuses a signature whose nonce was used; reading requests have no other round trip for it.
   * While nobody can say, a request is read once more rather than not at all.
   */
  Mono<Void> refuseUsedNonce(Caller caller) {
    if (caller.nonce() == null) {
      return Mono.empty();
    }
    return riskCounters
        .check(new RiskCheck(caller.merchant(), caller.keyId(), caller.nonce(), List.of()))
        .onErrorResume(KeyedRequests::isStoreAway, _ -> Mono.empty())
        .flatMap(verdict ->
            verdict instanceof RiskVerdict.NonceReused ? Mono.error(usedNonce()) : Mono.empty());
  }

  private static boolean isStoreAway(Throwable error) {
    return error instanceof GatewayFault fault && fault.code() == FaultCode.STORE_UNAVAILABLE;
  }

  static GatewayFault usedNonce() {
    return new GatewayFault(
        FaultCode.SIGNATURE_REPLAYED,
        "the signature's nonce was used before (expected: a new one for each request)");
  }

  private Mono<Rendered> keyed(KeyedCall call, ServerRequest request, Mono<Rendered> work) {
    return keys.claim(call.merchant(), call.key(), call.fingerprint())
        .flatMap(claim ->
            switch (claim) {
              case Granted granted -> detachedWork.start(keep(call, granted, request, work));
              case Answered(var answer) -> Mono.just(new Rendered(answer, true));
              case Running _ ->
                  Mono.error(
                      new GatewayFault(
                          FaultCode.IDEMPOTENCY_KEY_IN_USE,
                          "a request with this Idempotency-Key is still running"));
              case Mismatch _ ->
                  Mono.error(
                      new GatewayFault(
                          FaultCode.IDEMPOTENCY_KEY_REUSED,
                          "this Idempotency-Key was used for another request"));
            });
  }

  private Mono<Rendered> keep(
      KeyedCall call, Granted claim, ServerRequest request, Mono<Rendered> work) {
    return Mono.firstWithSignal(work, renewed(call, claim))
        .onErrorResume(error -> refused(error, request, call, claim))
        .flatMap(rendered -> completed(call, rendered));
  }

  /** Renews the claim for as long as somebody listens; never ends by itself. */
  private Mono<Rendered> renewed(KeyedCall call, Granted claim) {
    return Flux.interval(RENEWED_EVERY)
        .take(RENEWED_AT_MOST)
        .onBackpressureDrop()
        .concatMap(_ -> keys.renew(call.merchant(), call.key(), claim).onErrorComplete())
        .then(Mono.never());
  }

  /** Where our claim lapsed and another was quicker, its answer is the one under this key. */
  private Mono<Rendered> completed(KeyedCall call, Rendered ours) {
    return keys.complete(call.merchant(), call.key(), call.fingerprint(), ours.answer())
        .map(first -> first.equals(ours.answer()) ? ours : new Rendered(first, true))
        .onErrorReturn(ours);
  }

  /** A refusal that will be the same next time is an answer too; others give the key back. */
  private Mono<Rendered> refused(
      Throwable error, ServerRequest request, KeyedCall call, Granted claim) {
    var fault = Problems.faultOf(error);
    int status = Problems.statusOf(fault.code());
    // A route that is missing may be there the next time: its channel was down.
    boolean passes = fault.code() == FaultCode.NO_ROUTE;
    if (status >= 500 || passes || NEVER_KEPT.contains(status)) {
      return keys.release(call.merchant(), call.key(), claim)
          .onErrorComplete()
          .then(Mono.error(fault));
    }
    var requestId = request.exchange().getResponse().getHeaders().getFirst("Request-Id");
    var body =
        JsonBodies.write(
            Problems.bodyOf(fault, request.path(), requestId == null ? "" : requestId));
    return Mono.just(
        new Rendered(
            new Answer(
                status,
                MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                new String(body, StandardCharsets.UTF_8)),
            false));
  }

  private static ServerResponse written(Rendered rendered) {
    var answer = rendered.answer();
    return new BytesAnswer(
        answer.status(),
        type(answer.contentType()),
        answer.body().getBytes(StandardCharsets.UTF_8),
        rendered.replayed() ? REPLAYED : Map.of());
  }

  /** Nearly every answer is of one type, and reading a type's name is dear. */
  private static MediaType type(String name) {
    return name.equals(MediaType.APPLICATION_JSON_VALUE)
        ? MediaType.APPLICATION_JSON
        : MediaType.parseMediaType(name);
  }

  private static Optional<String> key(ServerRequest request) {
    var values = request.headers().header("Idempotency-Key");
    if (values.isEmpty()) {
      return Optional.empty();
    }
    var key = unquoted(values.getFirst().strip());
    if (values.size() > 1 || !key.matches("[ -~]{1,255}")) {
      throw new GatewayFault(
          FaultCode.INVALID_REQUEST,
          "Idempotency-Key (expected: one, of 1 to 255 printable ASCII characters)");
    }
    return Optional.of(key);
  }

  private static String unquoted(String key) {
    return key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")
        ? key.substring(1, key.length() - 1)
        : key;
  }

  private static Fingerprint fingerprint(SignedCall call, ServerRequest request) {
    var body = PaymentRequests.fingerprint(call.body()).value();
    return new Fingerprint(request.method().name() + " " + request.path() + " " + body);
  }

  private record KeyedCall(SignedCall call, String key, Fingerprint fingerprint) {

    MerchantId merchant() {
      return call.caller().merchant();
    }
  }
}
