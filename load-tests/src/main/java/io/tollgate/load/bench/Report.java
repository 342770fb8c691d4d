package io.tollgate.load.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The table of a bench, in Markdown. */
final class Report {

  /** What the gateway's own processes are called. */
  private static final Set<String> OURS = Set.of("api", "worker", "gateway");

  private final int processes;
  private final List<Figures> floors;
  private final List<Figures> gateways;
  private final List<String> lines = new ArrayList<>();

  private Report(int processes, Measured measured) {
    this.processes = processes;
    this.floors = measured.floors();
    this.gateways = measured.gateways();
  }

  /**
   * Medians of the rounds, side by side.
   *
   * @param gateways how many there were
   */
  static String of(int gateways, Measured measured) {
    return new Report(gateways, measured).text();
  }

  private String text() {
    lines.add("| median of %d rounds | floor | gateway | ratio |".formatted(floors.size()));
    lines.add("|---|---:|---:|---:|");
    row("payments/s", 0, figures -> figures.load().perSecond());
    row("p50, ms", 1, figures -> figures.load().p50() / 1e3);
    row("p99, ms", 1, figures -> figures.load().p99() / 1e3);
    gateways.getFirst().cpuMillis().keySet().stream()
        .filter(OURS::contains)
        .forEach(this::againstTheFloor);
    double floor = median(floors, figures -> figures.cpuPerPayment("floor"));
    double all = median(gateways, Report::ours);
    line("CPU ms, all roles", 3, floor, all);
    List.of("redis", "database", "broker", "stub")
        .forEach(name -> row("CPU ms, " + name, 3, figures -> figures.cpuPerPayment(name)));
    row("quiet after, ms", 0, Figures::quietAfterMillis);
    var commands = new TreeSet<String>();
    floors.forEach(figures -> commands.addAll(figures.calls().keySet()));
    gateways.forEach(figures -> commands.addAll(figures.calls().keySet()));
    commands.forEach(
        command -> row("Redis " + command, 2, figures -> figures.callsPerPayment(command)));
    if (processes > 1) {
      lines.add("");
      lines.add(sharing(processes));
    }
    return String.join("\n", lines);
  }

  /** What figures of several gateways mean. */
  static String sharing(int gateways) {
    return "Of %d gateways on one Redis and one machine; CPU is that of all processes of a role. They"
            .formatted(gateways)
        + " share the machine's cores, so payments/s says nothing of how throughput grows with more"
        + " machines; CPU ms say what sharing one Redis costs each payment.";
  }

  /** CPU ms per payment of all the gateway's roles. */
  static double ours(Figures figures) {
    return OURS.stream().mapToDouble(figures::cpuPerPayment).sum();
  }

  private void againstTheFloor(String process) {
    line(
        "CPU ms, " + process,
        3,
        median(floors, figures -> figures.cpuPerPayment("floor")),
        median(gateways, figures -> figures.cpuPerPayment(process)));
  }

  private void row(String name, int digits, ToDoubleFunction<Figures> value) {
    line(name, digits, median(floors, value), median(gateways, value));
  }

  private void line(String name, int digits, double floor, double gateway) {
    var number = "%." + digits + "f";
    lines.add(
        "| %s | %s | %s | %s |"
            .formatted(
                name,
                number.formatted(floor),
                number.formatted(gateway),
                floor == 0 ? "" : "%.2f".formatted(gateway / floor)));
  }

  /** The middle one; of two the greater. */
  static double median(List<Figures> rounds, ToDoubleFunction<Figures> value) {
    return rounds.stream().mapToDouble(value).sorted().toArray()[rounds.size() / 2];
  }
}
