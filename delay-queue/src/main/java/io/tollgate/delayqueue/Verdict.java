package io.tollgate.delayqueue;

import java.time.Duration;

/** What a handler says of the task it was given. */
public sealed interface Verdict {

  /** The task is finished and leaves the queue. */
  record Done() implements Verdict {}

  /**
   * The task is to come again.
   *
   * @param delay from Redis' present time on
   * @param spendsAttempt false when the try should not count against the limit, such as behind an
   *     open circuit breaker
   */
  record Again(Duration delay, boolean spendsAttempt) implements Verdict {

    /** Checks the delay. */
    public Again {
      Expect.that(!delay.isNegative(), "delay", delay, "not negative");
    }
  }

  /**
   * No further try can help: the task is set aside, body and all, and an alarm is raised.
   *
   * @param why for the operator who reads the log
   */
  record Dead(String why) implements Verdict {}
}
