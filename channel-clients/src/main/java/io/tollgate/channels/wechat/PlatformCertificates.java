package io.tollgate.channels.wechat;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The platform certificates of all accounts. However many calls want them at once, they are fetched
 * once; while some are held, nobody waits for newer ones; and what an unknown serial number makes
 * us fetch is fetched once a minute at most, so that forged messages cost the vendor nothing.
 */
final class PlatformCertificates {

  /** The vendor wants them asked for at least every 12 hours, as they change without notice. */
  private static final Duration FRESH = Duration.ofHours(10);

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<AccountId, Held> held = new ConcurrentHashMap<>();
  private final Map<ChannelAccount, Mono<List<PlatformCertificate>>> fetches =
      new ConcurrentHashMap<>();

  PlatformCertificates(Clock clock) {
    this.clock = clock;
  }

  /**
   * What an account's settings brought.
   *
   * @param at when they were fetched
   * @param askedAt when they were last asked for
   */
  private record Held(
      ChannelAccount account, List<PlatformCertificate> certificates, Instant at, Instant askedAt) {

    Held asked(Instant now) {
      return new Held(account, certificates, at, now);
    }
  }

  /** What is held now: nothing, unless the account was used before. Never waits. */
  PlatformKeys held(WechatAccount account) {
    var known = held.get(account.account().id());
    return new PlatformKeys(
        account,
        known != null && known.account.equals(account.account()) ? known.certificates : List.of());
  }

  /**
   * Keys to begin a call with; empty where the account has none and none could be had.
   *
   * @param fetch asks WeChat Pay; it never fails
   */
  Mono<PlatformKeys> ready(WechatAccount account, Supplier<Mono<List<PlatformCertificate>>> fetch) {
    return Mono.defer(() -> {
      var keys = held(account);
      if (!account.hasCertificates()) {
        return Mono.just(keys);
      }
      if (!keys.certificates().isEmpty()) {
        renewIfOld(account, fetch);
        return Mono.just(keys);
      }
      return account.platformKeyId().isPresent()
          ? Mono.just(keys).doOnNext(_ -> renew(account, fetch))
          : fetched(account, fetch).map(_ -> held(account));
    });
  }

  /** Keys that are newer than what was known, where the pause allows; else those that are held. */
  Mono<PlatformKeys> newer(WechatAccount account, Supplier<Mono<List<PlatformCertificate>>> fetch) {
    return Mono.defer(() ->
        account.hasCertificates() && mayAsk(account)
            ? fetched(account, fetch).then(Mono.fromSupplier(() -> held(account)))
            : Mono.just(held(account)));
  }

  /** Has newer ones fetched, where the pause allows, and does not wait for them. */
  void renew(WechatAccount account, Supplier<Mono<List<PlatformCertificate>>> fetch) {
    newer(account, fetch).subscribe(_ -> {}, _ -> {});
  }

  private void renewIfOld(WechatAccount account, Supplier<Mono<List<PlatformCertificate>>> fetch) {
    var known = held.get(account.account().id());
    if (known == null || !clock.instant().isBefore(known.at.plus(FRESH))) {
      renew(account, fetch);
    }
  }

  /** Takes the turn of this minute, or joins a fetch that is under way. */
  private boolean mayAsk(WechatAccount account) {
    if (fetches.containsKey(account.account())) {
      return true;
    }
    var now = clock.instant();
    var isFirst = new boolean[1];
    held.compute(
        account.account().id(),
        (_, known) -> {
          var same =
              known != null && known.account.equals(account.account())
                  ? known
                  : new Held(account.account(), List.of(), Instant.EPOCH, Instant.EPOCH);
          isFirst[0] = !now.isBefore(same.askedAt.plus(PAUSE));
          return isFirst[0] ? same.asked(now) : same;
        });
    return isFirst[0];
  }

  private Mono<List<PlatformCertificate>> fetched(
      WechatAccount account, Supplier<Mono<List<PlatformCertificate>>> fetch) {
    return fetches.computeIfAbsent(
        account.account(),
        key ->
            Mono.defer(fetch)
                .doOnNext(certificates -> keep(key, certificates))
                .doOnTerminate(() -> fetches.remove(key))
                .cache());
  }

  private void keep(ChannelAccount account, List<PlatformCertificate> certificates) {
    var now = clock.instant();
    held.put(account.id(), new Held(account, certificates, now, now));
  }
}
