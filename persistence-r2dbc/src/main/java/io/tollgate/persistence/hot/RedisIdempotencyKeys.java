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
  private static final Script RENEW = Script.beside(RedisIdempotencyKeys.class, "renew");
  private static final Script RELEASE = Script.beside(RedisIdempotencyKeys.class, "release");

  private final RedisConnection redis;
  private final Duration lease;
  private final Duration answerMemory;

  /** Claims lapse after one {@link #LEASE}, answers are kept for 24 h. */
  public RedisIdempotencyKeys(RedisConnection redis) {
    this(redis, LEASE, Duration.ofHours(24));
  }

  RedisIdempotencyKeys(RedisConnection redis, Duration lease, Duration answerMemory) {
    this.redis = redis;
    this.lease = lease;
    this.answerMemory = answerMemory;
  }

  @Override
  public Mono<Claim> claim(MerchantId merchant, String key, Fingerprint fingerprint) {
    var token = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    return redis
        .run(
            CLAIM,
            keys(merchant, key),
            List.of(fingerprint.value(), token, Long.toString(lease.toMillis())))
        .map(reply -> claimed(reply, token));
  }

  private static Claim claimed(List<Object> reply, String token) {
    var word = String.valueOf(reply.getFirst());
    return switch (word) {
      case "granted" -> new Claim.Granted(token);
      case "running" -> new Claim.Running();
      case "mismatch" -> new Claim.Mismatch();
      case "answered" -> new Claim.Answered(answer(reply));
      default -> throw new IllegalStateException("the script answered '" + word + "'");
    };
  }

  private static Answer answer(List<Object> reply) {
    return new Answer(
        Integer.parseInt(String.valueOf(reply.get(1))),
        String.valueOf(reply.get(2)),
        String.valueOf(reply.get(3)));
  }

  @Override
  public Mono<Void> renew(MerchantId merchant, String key, Claim.Granted claim) {
    return redis
        .runForNumber(
            RENEW, keys(merchant, key), List.of(claim.token(), Long.toString(lease.toMillis())))
        .then();
  }

  @Override
  public Mono<Answer> complete(
      MerchantId merchant, String key, Fingerprint fingerprint, Answer answer) {
    return redis
        .run(
            COMPLETE,
            keys(merchant, key),
            List.of(
                fingerprint.value(),
                Integer.toString(answer.status()),
                answer.contentType(),
                answer.body(),
                Long.toString(answerMemory.toMillis())))
        .map(reply -> "answered".equals(reply.getFirst()) ? answer(reply) : answer);
  }

  @Override
  public Mono<Void> release(MerchantId merchant, String key, Claim.Granted claim) {
    return redis.runForNumber(RELEASE, keys(merchant, key), List.of(claim.token())).then();
  }

  private static List<String> keys(MerchantId merchant, String key) {
    var digest = Slots.digest(key);
    return List.of(Slots.tag("i", merchant + digest) + ":" + merchant + ":" + digest);
  }
}
