package io.tollgate.load.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param gateways how many on one Redis
 * @param stored payments of the past that the database holds
 */
record Plan(Load load, Setup setup, int gateways, long stored) {

  /**
   * The load, the same for the floor and the gateways.
   *
   * @param rounds of each
   * @param seconds of a round
   * @param warmUp seconds for each gateway
   * @param pauseMillis that a connection waits before its next payment in a round, on average
   * @param expected most payments a second that may come
   */
  record Load(
      int rounds, int seconds, int warmUp, int connections, int pauseMillis, int expected) {}

  /**
   * What is started.
   *
   * @param delayMillis that the channel takes
   * @param channel where payments are sent; null means a stub of our own
   * @param together all roles in one process
   * @param trained the folder of a trained gateway; null means the packaged jar
   */
  record Setup(
      int delayMillis,
      @Nullable URI channel,
      boolean together,
      @Nullable Path trained,
      List<String> javaOptions) {}
}
