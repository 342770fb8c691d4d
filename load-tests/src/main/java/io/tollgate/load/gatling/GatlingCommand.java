package io.tollgate.load.gatling;

import io.tollgate.load.gatling.Suite.Needs;
import io.tollgate.load.gatling.Suite.Size;
import io.tollgate.load.rig.ProcessCpu;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs Gatling suites. Exit status 1 when an assertion of any of them failed. */
@Command(
    name = "gatling",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Merchants' load on a gateway: users arrive at a rate, served or not. Starts a gateway with",
      "all that it needs, unless one is named. The reports are in .sandbox/gatling."
    })
public final class GatlingCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "suite", description = "which to run; see --list")
  private List<String> names = List.of();

  @Option(names = "--all", description = "all suites, on one gateway")
  private boolean all;

  @Option(names = "--list", description = "the suites there are")
  private boolean list;

  @Option(
      names = "--size",
      description = "smoke or full (default: ${DEFAULT-VALUE})",
      defaultValue = "full")
  private String size = "full";

  @Option(names = "--rate", description = "users a second, instead of the size's")
  private @Nullable Double rate;

  @Option(names = "--seconds", description = "what is measured, instead of the size's")
  private @Nullable Integer seconds;

  @Option(names = "--url", description = "a gateway that runs, with the sandbox's demo merchant")
  private @Nullable URI url;

  @Option(
      names = "--simulator",
      description = "with --url: the Stripe simulator behind that gateway")
  private @Nullable URI simulator;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      list();
      return 0;
    }
    var suites = suites();
    suites.forEach(this::load); // what is wrong is told before anything is started
    var failed = new ArrayList<String>();
    if (url != null) {
      runAll(suites, url, simulator, failed);
    } else {
      boolean simulated = suites.stream().anyMatch(suite -> suite.needs() == Needs.SIMULATOR);
      System.err.println("Starting the servers, the channel and the gateway ...");
      try (var bed = Bed.start(simulated)) {
        long before = ProcessCpu.residentKib(bed.gatewayPid());
        runAll(suites, bed.gateway(), bed.simulator(), failed);
        System.out.printf(
            "gateway's resident memory: %d MiB when ready, %d MiB at the end%n",
            before / 1024, ProcessCpu.residentKib(bed.gatewayPid()) / 1024);
      }
    }
    System.out.println(
        failed.isEmpty() ? "all assertions held" : "FAILED: " + String.join(", ", failed));
    return failed.isEmpty() ? 0 : 1;
  }

  private void runAll(List<Suite> suites, URI gateway, @Nullable URI channel, List<String> failed)
      throws InterruptedException {
    for (var suite : suites) {
      var plan = new Plan(gateway, channel, load(suite));
      System.err.printf("%s: %s ...%n", suite.wireName(), plan.load());
      var outcome = GatlingProcess.run(suite, plan);
      outcome.lines().forEach(System.out::println);
      if (!outcome.passed()) {
        failed.add(suite.wireName());
      }
    }
  }

  private List<Suite> suites() {
    if (all == !names.isEmpty()) {
      throw wrong("name the suites to run, or give --all; --list shows them");
    }
    var chosen = all ? List.of(Suite.values()) : names.stream().map(this::suite).toList();
    if (url == null) {
      return chosen;
    }
    for (var suite : chosen) {
      if (suite.needs() == Needs.OWN_SETTINGS
          || (suite.needs() == Needs.SIMULATOR && simulator == null)) {
        throw wrong(suite.wireName() + " cannot run with --url alone: it needs " + suite.needs());
      }
    }
    return chosen;
  }

  private Suite suite(String name) {
    return Arrays.stream(Suite.values())
        .filter(suite -> suite.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong("no such suite: " + name + "; --list shows them"));
  }

  private Plan.Load load(Suite suite) {
    try {
      var load = suite.load(size());
      load = rate == null ? load : load.atRate(rate);
      return seconds == null ? load : load.forSeconds(seconds);
    } catch (IllegalArgumentException wrong) {
      throw wrong(String.valueOf(wrong.getMessage()));
    }
  }

  private Size size() {
    try {
      return Size.valueOf(size.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw wrong("--size: " + size + " (expected: smoke or full)");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private static void list() {
    for (var suite : Suite.values()) {
      System.out.printf("%-10s %s%n", suite.wireName(), suite.about());
      for (var each : Size.values()) {
        var load = suite.load(each);
        System.out.printf(
            "           %-6s %5.0f/s for %d s after %d s of warm-up, p99 under %d ms%n",
            each.name().toLowerCase(Locale.ROOT),
            load.rate(),
            load.seconds(),
            load.warmUp(),
            load.p99Millis());
      }
    }
  }
}
