package io.tollgate.persistence.hot;

import io.tollgate.domain.risk.RiskCheck;
import io.tollgate.domain.risk.RiskCounter;
import io.tollgate.domain.risk.RiskCounters;
import io.tollgate.domain.risk.RiskVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/**
 * Risk counters in Redis: one script per check, over one slot, by Redis' clock. Windows are fixed:
 * they begin at whole multiples of their length since 1970.
 *
 * <p>A refused check counts nowhere, but its nonce stays remembered: a retry carries a new
 * signature. Subjects are stored as digests only.
 */
public final class RedisRiskCounters implements RiskCounters {

  private static final Script RISK = Script.beside(RedisRiskCounters.class, "risk");
  private static final Duration NONCE_MEMORY = Duration.ofSeconds(600);

  private final RedisConnection redis;

  public RedisRiskCounters(RedisConnection redis) {
    this.redis = redis;
  }

  @Override
  public Mono<RiskVerdict> check(RiskCheck check) {
    return check.isEmpty()
        ? Mono.just(new RiskVerdict.Within())
        : redis.run(RISK, keys(check), arguments(check)).map(reply -> verdict(check, reply));
  }

  private static List<String> keys(RiskCheck check) {
    var tag = Slots.tag("r", check.merchant().value());
    var keys = new ArrayList<String>();
    check.counters().forEach(counter -> keys.add(tag + ":count:" + digest(check, counter)));
    var nonce = check.nonce();
    if (nonce != null) {
      keys.add(tag + ":nonce:" + Slots.digest(check.merchant().value(), check.keyId(), nonce));
    }
    return keys;
  }

  private static String digest(RiskCheck check, RiskCounter counter) {
    return Slots.digest(
        check.merchant().value(),
        counter.rule(),
        counter.subject(),
        Long.toString(counter.window().toMillis()));
  }

  private static List<String> arguments(RiskCheck check) {
    var arguments = new ArrayList<String>();
    arguments.add(Long.toString(NONCE_MEMORY.toMillis()));
    arguments.add(Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36));
    for (var counter : check.counters()) {
      arguments.add(Long.toString(counter.window().toMillis()));
      arguments.add(Integer.toString(counter.max()));
    }
    return arguments;
  }

  private static RiskVerdict verdict(RiskCheck check, List<Object> reply) {
    var word = String.valueOf(reply.getFirst());
    return switch (word) {
      case "within" -> new RiskVerdict.Within();
      case "reused" -> new RiskVerdict.NonceReused();
      case "exceeded" -> {
        int number = Integer.parseInt(String.valueOf(reply.get(1)));
        yield new RiskVerdict.Exceeded(check.counters().get(number - 1).rule());
      }
      default -> throw new IllegalStateException("the script answered '" + word + "'");
    };
  }
}
