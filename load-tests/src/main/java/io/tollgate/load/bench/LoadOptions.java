package io.tollgate.load.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that bench and growth share. */
final class LoadOptions {

  @Option(names = "--rounds", description = "default: ${DEFAULT-VALUE}", defaultValue = "5")
  private int rounds;

  @Option(
      names = "--seconds",
      description = "of load in a round, for each of the two (default: ${DEFAULT-VALUE})",
      defaultValue = "20")
  private int seconds;

  @Option(
      names = "--warm-up",
      description = {
        "seconds of load for each gateway beforehand, and a quarter for the floor, which does as",
        "much in that time (default: ${DEFAULT-VALUE})"
      },
      defaultValue = "60")
  private int warmUp;

  @Option(names = "--connections", description = "default: ${DEFAULT-VALUE}", defaultValue = "64")
  private int connections;

  @Option(
      names = "--pause",
      description = {
        "mean ms that a connection waits before its next payment, at random, in the rounds. Without",
        "it connections answered together pay together, and wait for each other (default: 0)"
      },
      defaultValue = "0")
  private int pause;

  @Option(
      names = "--delay",
      description = "ms that the channel takes (default: ${DEFAULT-VALUE})",
      defaultValue = "0")
  private int delay;

  @Option(
      names = "--channel",
      description = "a channel of your own in Stripe's words, as the sandbox's simulator is one")
  private @Nullable URI channel;

  @Option(
      names = "--together",
      description = "all roles in one process, instead of api and worker in one each")
  private boolean together;

  @Option(
      names = "--expect",
      description = "most payments/s that the gateways may take (default: ${DEFAULT-VALUE})",
      defaultValue = "2500")
  private int expected;

  @Option(
      names = "--trained",
      description = "a folder made by 'train'; by default the packaged jar is measured",
      paramLabel = "FOLDER")
  private @Nullable Path trained;

  @Option(
      names = "--java-options",
      description = "for the floor and the gateways (default: ${DEFAULT-VALUE})",
      defaultValue = "-Xmx256m")
  private String javaOptions = "";

  /**
   * The plan for so many gateways and stored payments.
   *
   * @throws ParameterException where they cannot be measured
   */
  Plan plan(int gateways, long stored, CommandSpec spec) {
    if (gateways < 1 || gateways > connections) {
      throw new ParameterException(
          spec.commandLine(),
          "--gateways: %d (expected: 1 to %d, one for each connection)"
              .formatted(gateways, connections));
    }
    if (stored < 0) {
      throw new ParameterException(
          spec.commandLine(), "--stored: %d (expected: 0 or more)".formatted(stored));
    }
    return new Plan(
        new Plan.Load(rounds, seconds, warmUp, connections, pause, expected),
        new Plan.Setup(delay, channel, together, trained, List.of(javaOptions.split(" "))),
        gateways,
        stored);
  }
}
