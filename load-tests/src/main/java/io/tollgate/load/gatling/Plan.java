package io.tollgate.load.gatling;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation is to do. It runs in a process of its own, so the plan travels as system
 * properties.
 *
 * @param gateway where payments are sent
 * @param simulator the simulated channel's controls; null where there is none
 * @param load how much, and how slow it may be
 */
record Plan(URI gateway, @Nullable URI simulator, Load load) {

  private static final String PREFIX = "tollgate.gatling.";

  /**
   * How much of it.
   *
   * @param rate users a second that arrive, whether or not those before them were served
   * @param seconds of what is measured
   * @param warmUp seconds beforehand, neither measured nor judged
   * @param p99Millis what a payment may take at p99, beyond the channel's own time
   */
  record Load(double rate, int seconds, int warmUp, int p99Millis) {

    /** Checks every part. */
    Load {
      positive("rate", rate);
      positive("seconds", seconds);
      positive("warm-up", warmUp);
      positive("p99", p99Millis);
    }

    private static void positive(String name, double value) {
      if (!(value > 0)) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
      }
    }

    Load atRate(double other) {
      return new Load(other, seconds, warmUp, p99Millis);
    }

    Load forSeconds(int other) {
      return new Load(rate, other, warmUp, p99Millis);
    }
  }

  /** For the JVM that runs the simulation. */
  List<String> javaOptions() {
    return List.of(
        option("gateway", gateway),
        option("simulator", simulator == null ? "" : simulator),
        option("rate", load.rate),
        option("seconds", load.seconds),
        option("warm-up", load.warmUp),
        option("p99", load.p99Millis));
  }

  /** The plan that this JVM was started with. */
  static Plan given() {
    var simulator = property("simulator");
    return new Plan(
        URI.create(property("gateway")),
        simulator.isEmpty() ? null : URI.create(simulator),
        new Load(
            Double.parseDouble(property("rate")),
            Integer.parseInt(property("seconds")),
            Integer.parseInt(property("warm-up")),
            Integer.parseInt(property("p99"))));
  }

  /** The simulated channel, where the suite cannot do without. */
  URI needSimulator() {
    return Objects.requireNonNull(simulator, "this suite needs the simulated channel");
  }

  private static String option(String name, Object value) {
    return "-D" + PREFIX + name + "=" + value;
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(PREFIX + name), PREFIX + name);
  }
}
