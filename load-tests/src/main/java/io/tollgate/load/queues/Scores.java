package io.tollgate.load.queues;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one contestant reached.
 *
 * @param rates by due tasks a second
 * @param recovery null where nothing was killed
 * @param restart null where nothing was killed
 */
record Scores(
    Contestant contestant,
    Cost schedule,
    Cost handle,
    Map<Integer, Rate> rates,
    @Nullable Recovery recovery,
    @Nullable Restart restart) {

  /**
   * What a step costs.
   *
   * @param redisMicros of Redis' CPU for a task
   */
  record Cost(double perSecond, double redisMicros) {}

  /**
   * How tasks that came due at a rate fared.
   *
   * @param p50 lateness in ms
   * @param p99 lateness in ms
   * @param perSecond handled, from the first due time to the last beginning
   * @param redisMicros of Redis' CPU for the claim and acknowledgement of a task
   * @param workerMicros of the worker's CPU for a task
   * @param missing never begun while we waited
   */
  record Rate(
      long p50, long p99, double perSecond, double redisMicros, double workerMicros, int missing) {}

  /**
   * What became of the tasks that a killed worker held.
   *
   * @param held how many it held
   * @param millis from the kill until the last of them was begun anew; of those that were
   * @param lost never begun anew
   * @param repeatedOthers tasks begun twice that the killed worker did not hold
   */
  record Recovery(int held, long millis, int lost, int repeatedOthers) {}

  /**
   * What a killed and restarted Redis left.
   *
   * @param acknowledged scheduled
   * @param lost acknowledged and never begun
   * @param repeated begun more than once
   * @param silenceMillis the longest time in which no task was begun
   */
  record Restart(int acknowledged, int lost, int repeated, long silenceMillis) {}

  /** Tasks that one second of Redis' CPU takes from their schedule to their end. */
  double tasksPerRedisSecond() {
    return 1e6 / (schedule.redisMicros + handle.redisMicros);
  }
}
