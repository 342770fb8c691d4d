package io.tollgate.load.queues;

import io.tollgate.load.queues.Scores.Rate;
import io.tollgate.load.queues.Scores.Recovery;
import io.tollgate.load.queues.Scores.Restart;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contest's table, in Markdown, misses as they are. */
final class QueueReport {

  private final List<Scores> scores;
  private final List<String> lines = new ArrayList<>();

  private QueueReport(List<Scores> scores) {
    this.scores = scores;
  }

  static String of(List<Scores> scores) {
    return new QueueReport(scores).text();
  }

  private String text() {
    row("", score -> score.contestant().title());
    lines.add("|---|" + "---:|".repeat(scores.size()));
    row("schedule/s", score -> whole(score.schedule().perSecond()));
    row("claim + ack/s", score -> whole(score.handle().perSecond()));
    row("Redis µs, schedule", score -> tenths(score.schedule().redisMicros()));
    row("Redis µs, claim + ack", score -> tenths(score.handle().redisMicros()));
    row("tasks per Redis CPU second", score -> whole(score.tasksPerRedisSecond()));
    for (int rate : scores.getFirst().rates().keySet()) {
      row("%,d due/s: lateness p50 / p99, ms".formatted(rate), score -> lateness(score, rate));
      row("%,d due/s: Redis / worker µs".formatted(rate), score -> micros(rateOf(score, rate)));
    }
    if (scores.getFirst().recovery() != null) {
      row("worker killed: its tasks begun anew after", score -> recovery(score.recovery()));
      row("Redis killed: lost / begun twice", score -> restart(score.restart()));
      row("Redis killed: longest silence, ms", score -> silence(score.restart()));
    }
    return String.join("\n", lines);
  }

  private static Rate rateOf(Scores score, int rate) {
    return Objects.requireNonNull(score.rates().get(rate));
  }

  private static String lateness(Scores score, int rate) {
    var figures = rateOf(score, rate);
    return figures.p50()
        + " / "
        + figures.p99()
        + (figures.missing() > 0 ? ", %d not begun".formatted(figures.missing()) : "")
        + (figures.perSecond() < 0.9 * rate ? ", at %.0f/s".formatted(figures.perSecond()) : "");
  }

  private static String micros(Rate rate) {
    return tenths(rate.redisMicros()) + " / " + tenths(rate.workerMicros());
  }

  private static String recovery(@Nullable Recovery recovery) {
    if (recovery == null) {
      return "";
    }
    return recovery.lost() == 0
        ? "%.1f s (%d held)".formatted(recovery.millis() / 1e3, recovery.held())
        : "%d of %d lost".formatted(recovery.lost(), recovery.held());
  }

  private static String restart(@Nullable Restart restart) {
    return restart == null
        ? ""
        : "%d / %d of %,d".formatted(restart.lost(), restart.repeated(), restart.acknowledged());
  }

  private static String silence(@Nullable Restart restart) {
    return restart == null ? "" : String.valueOf(restart.silenceMillis());
  }

  private void row(String name, Function<Scores, String> value) {
    lines.add(
        scores.stream().map(value).collect(Collectors.joining(" | ", "| " + name + " | ", " |")));
  }

  private static String whole(double value) {
    return "%,.0f".formatted(value);
  }

  private static String tenths(double value) {
    return "%.1f".formatted(value);
  }
}
