package io.tollgate.gateway.callback;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.persistence.hot.RedisConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whether the callbacks of a channel account reach us. Where checks find one end after the other
 * that nobody told, and no process has heard a verified callback of the account since the first of
 * them, its callbacks are lost somewhere: at the channel, on the way, at our door or for want of a
 * right secret.
 *
 * <p>When a callback was heard last is kept in Redis, because it comes in at one process and is
 * missed at another.
 */
@Component
public final class CallbackDoor {

  private static final Logger LOG = LoggerFactory.getLogger(CallbackDoor.class);

  private static final int SUSPICIOUS = 3;

  /** A check may be a moment ahead of the callback. */
  private static final Duration AHEAD = Duration.ofSeconds(5);

  /** Nothing was missed for so long: nobody knows any more. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(5);

  private static final Duration NOTED_EVERY = Duration.ofSeconds(1);

  private final Memory memory;
  private final Clock clock;
  private final Map<AccountId, Instant> noted = new ConcurrentHashMap<>();
  private final Map<AccountId, Silence> silences = new ConcurrentHashMap<>();

  @Autowired
  CallbackDoor(RedisConnection redis, Clock clock, MeterRegistry meters) {
    this(new InRedis(redis), clock, meters);
  }

  CallbackDoor(Memory memory, Clock clock, MeterRegistry meters) {
    this.memory = memory;
    this.clock = clock;
    meters.gauge("tollgate.callbacks.silent", silences, this::silent);
  }

  /** What all processes know together: when a callback of an account was heard last. */
  interface Memory {

    Mono<Void> keep(AccountId account, Instant heard);

    /** Empty where none was heard for as long as anybody remembers. */
    Mono<Instant> last(AccountId account);
  }

  private record InRedis(RedisConnection redis) implements Memory {

    @Override
    public Mono<Void> keep(AccountId account, Instant heard) {
      var millis = Long.toString(heard.toEpochMilli());
      return redis
          .ask(commands -> commands.psetex(key(account), FORGOTTEN.toMillis(), millis))
          .then();
    }

    @Override
    public Mono<Instant> last(AccountId account) {
      return redis
          .ask(commands -> commands.get(key(account)))
          .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
    }

    private static String key(AccountId account) {
      return "tollgate:callback:" + account;
    }
  }

  /** Ends that were missed in a row. */
  private record Silence(Instant since, Instant last, int missed, boolean proved) {}

  /** A verified callback came in. Completes in any case: it is a hint, no more. */
  public Mono<Void> heard(AccountId account) {
    var now = clock.instant();
    silences.remove(account);
    var before = noted.get(account);
    if (before != null && now.isBefore(before.plus(NOTED_EVERY))) {
      return Mono.empty();
    }
    noted.put(account, now);
    return memory.keep(account, now).onErrorComplete();
  }

  /** A check found an end that no callback had told. Completes in any case. */
  public Mono<Void> missed(AccountId account) {
    var now = clock.instant();
    var silence = silences.compute(account, (_, before) -> next(before, now));
    return silence.missed < SUSPICIOUS || now.isBefore(silence.since.plus(AHEAD))
        ? Mono.empty()
        : memory
            .last(account)
            .defaultIfEmpty(Instant.EPOCH)
            .doOnNext(heard -> judge(account, silence, heard))
            .onErrorComplete()
            .then();
  }

  private static Silence next(@Nullable Silence before, Instant now) {
    return before == null || isForgotten(before, now)
        ? new Silence(now, now, 1, false)
        : new Silence(before.since, now, before.missed + 1, before.proved);
  }

  private void judge(AccountId account, Silence silence, Instant heard) {
    if (heard.isAfter(silence.since)) {
      silences.remove(account);
      return;
    }
    if (!silence.proved) {
      LOG.error(
          "alarm: no callback of {} was heard since {}, and checks found {} ends",
          account,
          silence.since,
          silence.missed);
    }
    silences.computeIfPresent(
        account, (_, now) -> new Silence(now.since, now.last, now.missed, true));
  }

  /** Whether callbacks of the account are taken for lost. */
  public boolean isSilent(AccountId account) {
    var silence = silences.get(account);
    return silence != null && silence.proved && !isForgotten(silence, clock.instant());
  }

  private double silent(Map<AccountId, Silence> all) {
    return all.keySet().stream().filter(this::isSilent).count();
  }

  private static boolean isForgotten(Silence silence, Instant now) {
    return now.isAfter(silence.last.plus(FORGOTTEN));
  }
}
