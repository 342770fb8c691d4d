package io.tollgate.load.bench;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A line of the growth table, in Markdown.
 *
 * @param stored payments of the past
 * @param rows in the table when the last round was over, what was measured included
 */
record GrowthRow(long stored, long rows, int gateways, Measured measured) {

  static final String HEAD =
      """
      | stored | rows at the end | gateways | payments/s | p50, ms | p99, ms | CPU ms: api | worker | database | redis | floor | api ÷ floor | all roles ÷ floor | quiet after, ms | refused |
      |---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\
      """;

  /** What the table means. */
  static String legend(int rounds, boolean together) {
    return """
    Medians of %d rounds. CPU is per payment and that of all processes of a role%s; the floor ran beside \
    each line, in the same rounds, on the same Redis. Gateways on one machine share its cores, so \
    payments/s says nothing of how throughput grows with more machines: what several of them show is \
    what sharing one Redis costs each payment. Refused are answers of 400 and above, and those that \
    did not come, of all rounds.\
    """
        .formatted(rounds, together ? " (api: a process with all roles)" : "");
  }

  String text() {
    var ours = measured.gateways();
    double floor = Report.median(measured.floors(), figures -> figures.cpuPerPayment("floor"));
    double takes = Report.median(ours, GrowthRow::takesPayments);
    double all = Report.median(ours, Report::ours);
    return "| %,d | %,d | %d | %.0f | %.1f | %.1f | %s | %.2f | %.2f | %.0f | %d |"
        .formatted(
            stored,
            rows,
            gateways,
            Report.median(ours, figures -> figures.load().perSecond()),
            Report.median(ours, figures -> figures.load().p50() / 1e3),
            Report.median(ours, figures -> figures.load().p99() / 1e3),
            cpu(takes, cpu(ours, "worker"), cpu(ours, "database"), cpu(ours, "redis"), floor),
            takes / floor,
            all / floor,
            Report.median(ours, Figures::quietAfterMillis),
            ours.stream().mapToLong(GrowthRow::refused).sum());
  }

  private static double takesPayments(Figures figures) {
    return figures.cpuPerPayment("api") + figures.cpuPerPayment("gateway");
  }

  private static long refused(Figures figures) {
    return figures.load().refused() + figures.load().broken();
  }

  private static double cpu(List<Figures> figures, String process) {
    return Report.median(figures, each -> each.cpuPerPayment(process));
  }

  private static String cpu(double... millis) {
    return String.join(
        " | ", DoubleStream.of(millis).mapToObj("%.3f"::formatted).toArray(String[]::new));
  }
}
