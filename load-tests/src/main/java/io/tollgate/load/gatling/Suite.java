package io.tollgate.load.gatling;

import io.gatling.javaapi.core.Simulation;
import io.tollgate.load.gatling.Plan.Load;
import java.util.Locale;

/** The suites there are. Their rates are for a machine of 2 cores that runs everything. */
enum Suite {
  CHECKOUT(
      "take a payment, then wait for its end by events or by queries",
      CheckoutSimulation.class,
      Needs.ANY_GATEWAY,
      // The first of all: longer, because it warms the gateway for those behind it.
      new Load(20, 6, 8, 5_000),
      new Load(120, 120, 60, 300)),
  LIFE(
      "everything the API has: reads, replays, keys, declines, 3-D Secure, refusals",
      LifeSimulation.class,
      Needs.SIMULATOR,
      new Load(3, 6, 4, 5_000),
      new Load(15, 120, 60, 300)),
  SPIKE(
      "five times the usual rate for a third of the time",
      SpikeSimulation.class,
      Needs.ANY_GATEWAY,
      new Load(10, 9, 4, 5_000),
      new Load(60, 90, 60, 300)),
  SOAK(
      "the same load for long, in thirds",
      SoakSimulation.class,
      Needs.ANY_GATEWAY,
      new Load(20, 9, 4, 5_000),
      new Load(80, 1_800, 60, 300)),
  HERD(
      "one merchant's payers come in a herd; the other merchant must not notice",
      HerdSimulation.class,
      Needs.OWN_SETTINGS,
      new Load(15, 6, 4, 5_000),
      new Load(60, 60, 60, 300)),
  SLOW_CHANNEL(
      "the channel takes a second",
      SlowChannelSimulation.class,
      Needs.SIMULATOR,
      new Load(20, 6, 4, 5_000),
      new Load(150, 60, 60, 300));

  /** What has to be at hand. */
  enum Needs {
    /** A gateway with the demo merchant, and a channel that approves. */
    ANY_GATEWAY,
    /** The simulated channel as well. */
    SIMULATOR,
    /** Settings of our own. */
    OWN_SETTINGS
  }

  /** How long and how much. */
  enum Size {
    /** Seconds: shows that it works. */
    SMOKE,
    /** Minutes: shows how well. */
    FULL
  }

  private final String about;
  private final Class<? extends Simulation> simulation;
  private final Needs needs;
  private final Load smoke;
  private final Load full;

  Suite(String about, Class<? extends Simulation> simulation, Needs needs, Load smoke, Load full) {
    this.about = about;
    this.simulation = simulation;
    this.needs = needs;
    this.smoke = smoke;
    this.full = full;
  }

  /** As the command line has it. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String about() {
    return about;
  }

  String simulation() {
    return simulation.getName();
  }

  Needs needs() {
    return needs;
  }

  Load load(Size size) {
    return switch (size) {
      case SMOKE -> smoke;
      case FULL -> full;
    };
  }
}
