package io.tollgate.domain.payment;

import io.tollgate.domain.merchant.MerchantId;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * The answers given under {@code Idempotency-Key}s (IETF
 * draft-ietf-httpapi-idempotency-key-header). Fails with a {@code STORE_UNAVAILABLE} {@link
 * io.tollgate.domain.fault.GatewayFault} where the store cannot be reached.
 */
public interface IdempotencyKeys {

  /** How long a claim lasts without being renewed. */
  Duration LEASE = Duration.ofSeconds(8);

  /**
   * Claims a key for the request with this fingerprint. A claim that nobody completes, releases or
   * renews lapses after one {@link #LEASE}, so that a crash does not block retries for longer; an
   * answer is kept for 24 h.
   */
  Mono<Claim> claim(MerchantId merchant, String key, Fingerprint fingerprint);

  /** Makes a claim last one more {@link #LEASE} from now; one that has lapsed stays lapsed. */
  Mono<Void> renew(MerchantId merchant, String key, Claim.Granted claim);

  /**
   * Keeps the answer to the claimed request, unless there is one: a claim may have lapsed while its
   * holder was paused, and somebody else may have answered. Every retry is told the first answer.
   *
   * @return the answer that stands under the key, and has to be given
   */
  Mono<Answer> complete(MerchantId merchant, String key, Fingerprint fingerprint, Answer answer);

  /** Gives the claim back unanswered: answers 401, 409, 429 and 5xx are never kept. */
  Mono<Void> release(MerchantId merchant, String key, Claim.Granted claim);

  /** An HTTP answer as it was given. */
  record Answer(int status, String contentType, String body) {}

  /** What came of claiming a key. */
  sealed interface Claim {

    /**
     * The request is ours to carry out.
     *
     * @param token tells this claim from those before and after it
     */
    record Granted(String token) implements Claim {}

    /** It was carried out before, with this answer. */
    record Answered(Answer answer) implements Claim {}

    /** It is being carried out now. */
    record Running() implements Claim {}

    /** The key was used for another request. */
    record Mismatch() implements Claim {}
  }
}
