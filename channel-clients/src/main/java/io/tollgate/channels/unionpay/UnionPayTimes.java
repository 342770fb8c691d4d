package io.tollgate.channels.unionpay;

import io.tollgate.domain.channel.ChannelAccount;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Times as UnionPay writes them, which are Beijing's.
 *
 * <p>A transaction is found again only by the second that it was sent with (facts, section 7,
 * "Idempotency"), and an answer that never came cannot tell it. So ours are sent with the beginning
 * of the current step: whoever knows about when it was tells the step, or the next. UnionPay wants
 * the current time; how far it may be off is unconfirmed, so the step is the account's: {@value
 * #STEP}, in seconds.
 */
final class UnionPayTimes {

  static final String STEP = "txn-time-step";

  /** For how many minutes a payer may pay what he was shown. */
  static final String PAY_MINUTES = "pay-minutes";

  /** How many minutes more it takes until nothing comes any more: clocks differ. */
  static final String GRACE_MINUTES = "grace-minutes";

  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final String STEP_UNLESS_SET = "60";
  private static final String PAY_MINUTES_UNLESS_SET = "15";
  private static final String GRACE_MINUTES_UNLESS_SET = "5";
  private static final int LENGTH = 14;
  private static final LocalTime END_OF_DAY = LocalTime.of(23, 0);
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Clock clock;
  private final long stepSeconds;
  private final Duration payTime;
  private final Duration grace;

  UnionPayTimes(ChannelAccount account, Clock clock) {
    this.clock = clock;
    this.stepSeconds = number(account, STEP, STEP_UNLESS_SET);
    this.payTime = Duration.ofMinutes(number(account, PAY_MINUTES, PAY_MINUTES_UNLESS_SET));
    this.grace = Duration.ofMinutes(number(account, GRACE_MINUTES, GRACE_MINUTES_UNLESS_SET));
  }

  /** The time that a text spells; empty where it spells none. */
  static Optional<LocalDateTime> read(String text) {
    try {
      return text.length() == LENGTH ? Optional.of(local(text)) : Optional.empty();
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  /** What a transaction is sent with now. */
  String now() {
    return text(step(clock.instant()));
  }

  /** What a request that changes nothing is sent with: the current second. */
  String exactly() {
    return text(clock.instant());
  }

  /** What a transaction may have been sent with that was recorded then. */
  List<String> about(Instant recordedAt) {
    var step = step(recordedAt);
    return List.of(text(step), text(step.plusSeconds(stepSeconds)));
  }

  /** What a transaction may have been sent with a moment ago. */
  List<String> aboutNow() {
    return about(clock.instant().minusSeconds(stepSeconds));
  }

  /** Until when a payer may pay what is sent now. */
  String payTimeout() {
    return text(clock.instant().plus(payTime));
  }

  /** Whether the time is over that a payer has for what was sent then, late in its step. */
  boolean isOver(String txnTime) {
    var sentAt = local(txnTime).atZone(ZONE).toInstant();
    var end = sentAt.plusSeconds(stepSeconds).plus(payTime).plus(grace);
    return end.isBefore(clock.instant());
  }

  /**
   * Whether the day is still that on which it was sent: from eleven in the evening to the next
   * (open.unionpay.com, APIList 800).
   */
  boolean isSameDay(String txnTime) {
    return day(local(txnTime)).equals(day(LocalDateTime.ofInstant(clock.instant(), ZONE)));
  }

  /** Whether a day's settlement is closed. */
  boolean isClosed(LocalDate day) {
    return !clock.instant().isBefore(day.atTime(END_OF_DAY).atZone(ZONE).toInstant());
  }

  Instant instant() {
    return clock.instant();
  }

  private static long number(ChannelAccount account, String option, String unlessSet) {
    return Long.parseLong(account.options().getOrDefault(option, unlessSet));
  }

  private static LocalDateTime local(String text) {
    return LocalDateTime.parse(text, FORMAT);
  }

  private Instant step(Instant instant) {
    long seconds = instant.getEpochSecond();
    return Instant.ofEpochSecond(seconds - seconds % stepSeconds);
  }

  private static LocalDate day(LocalDateTime time) {
    return time.toLocalTime().isBefore(END_OF_DAY)
        ? time.toLocalDate()
        : time.toLocalDate().plusDays(1);
  }

  private static String text(Instant instant) {
    return FORMAT.format(LocalDateTime.ofInstant(instant, ZONE));
  }
}
