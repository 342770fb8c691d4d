package io.tollgate.channels.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.channel.AccountId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and counts what a person has to look at, for one channel account: {@code
 * tollgate.channel.alarms} by channel, account and alarm.
 */
public final class Alarms {

  private static final Logger log = LoggerFactory.getLogger(Alarms.class);

  private final MeterRegistry meters;
  private final AccountId account;

  Alarms(MeterRegistry meters, AccountId account) {
    this.meters = meters;
    this.account = account;
  }

  /**
   * Raises an alarm.
   *
   * @param detail ids, statuses and codes; never a secret, a token or a text of the channel's
   */
  public void raise(Alarm alarm, String detail) {
    log.error("channel alarm {} at {}: {}", alarm.tag(), account, detail);
    meters
        .counter(
            "tollgate.channel.alarms",
            "channel",
            account.channel(),
            "account",
            account.account(),
            "alarm",
            alarm.tag())
        .increment();
  }
}
