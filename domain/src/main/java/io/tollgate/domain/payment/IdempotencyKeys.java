package io.tollgate.domain.payment;

import io.tollgate.domain.merchant.MerchantId;
import reactor.core.publisher.Mono;

/**
 * The answers given under {@code Idempotency-Key}s (IETF
 * draft-ietf-httpapi-idempotency-key-header). Fails with a {@code STORE_UNAVAILABLE} {@link
 * io.tollgate.domain.fault.GatewayFault} where the store cannot be reached.
 */
public interface IdempotencyKeys {

  /**
   * Claims a key for the request with this fingerprint. A claim that nobody completes or releases
   * lapses after 60 s, so that a crash blocks no retry; an answer is kept for 24 h.
   */
  Mono<Claim> claim(MerchantId merchant, String key, Fingerprint fingerprint);

  /** Keeps the answer to the claimed request. */
  Mono<Void> complete(MerchantId merchant, String key, Fingerprint fingerprint, Answer answer);

  /** Gives the claim back unanswered: answers 401, 409, 429 and 5xx are never kept. */
  Mono<Void> release(MerchantId merchant, String key, Fingerprint fingerprint);

  /** An HTTP answer as it was given. */
  record Answer(int status, String contentType, String body) {}

  /** What came of claiming a key. */
  sealed interface Claim {

    /** The request is ours to carry out. */
    record Granted() implements Claim {}

    /** It was carried out before, with this answer. */
    record Answered(Answer answer) implements Claim {}

    /** It is being carried out now. */
    record Running() implements Claim {}

    /** The key was used for another request. */
    record Mismatch() implements Claim {}
  }
}
