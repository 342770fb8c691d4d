package io.tollgate.persistence.hot;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.IdempotencyKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/** Idempotency keys in Redis: {@code {i:NN}:<merchant>:<digest of the key>}. */
public final class RedisIdempotencyKeys implements IdempotencyKeys {

  private static final Script CLAIM = Script.beside(RedisIdempotencyKeys.class, "claim");
  private static final Script COMPLETE = Script.beside(RedisIdempotencyKeys.class, "complete");
  private static final Script RELEASE = Script.beside(RedisIdempotencyKeys.class, "release");

  private final RedisConnection redis;
  private final Duration claimMemory;
  private final Duration answerMemory;

  /** Claims lapse after 60 s, answers are kept for 24 h. */
  public RedisIdempotencyKeys(RedisConnection redis) {
    this(redis, Duration.ofSeconds(60), Duration.ofHours(24));
  }

  RedisIdempotencyKeys(RedisConnection redis, Duration claimMemory, Duration answerMemory) {
    this.redis = redis;
    this.claimMemory = claimMemory;
    this.answerMemory = answerMemory;
  }

  @Override
  public Mono<Claim> claim(MerchantId merchant, String key, Fingerprint fingerprint) {
    var token = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    return redis
        .run(
            CLAIM,
            keys(merchant, key),
            List.of(fingerprint.value(), token, Long.toString(claimMemory.toMillis())))
        .map(RedisIdempotencyKeys::claimed);
  }

  private static Claim claimed(List<Object> reply) {
    var word = String.valueOf(reply.getFirst());
    return switch (word) {
      case "granted" -> new Claim.Granted();
      case "running" -> new Claim.Running();
      case "mismatch" -> new Claim.Mismatch();
      case "answered" ->
          new Claim.Answered(
              new Answer(
                  Integer.parseInt(String.valueOf(reply.get(1))),
                  String.valueOf(reply.get(2)),
                  String.valueOf(reply.get(3))));
      default -> throw new IllegalStateException("the script answered '" + word + "'");
    };
  }

  @Override
  public Mono<Void> complete(
      MerchantId merchant, String key, Fingerprint fingerprint, Answer answer) {
    return redis
        .runForNumber(
            COMPLETE,
            keys(merchant, key),
            List.of(
                fingerprint.value(),
                Integer.toString(answer.status()),
                answer.contentType(),
                answer.body(),
                Long.toString(answerMemory.toMillis())))
        .then();
  }

  @Override
  public Mono<Void> release(MerchantId merchant, String key, Fingerprint fingerprint) {
    return redis.runForNumber(RELEASE, keys(merchant, key), List.of(fingerprint.value())).then();
  }

  private static List<String> keys(MerchantId merchant, String key) {
    var digest = Slots.digest(key);
    return List.of(Slots.tag("i", merchant + digest) + ":" + merchant + ":" + digest);
  }
}
