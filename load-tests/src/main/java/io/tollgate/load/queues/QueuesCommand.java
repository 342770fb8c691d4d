package io.tollgate.load.queues;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the delay queue with others and prints a table. */
@Command(
    name = "queues",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The delay queue beside BullMQ and Redisson's RDelayedQueue, each in its own processes and in",
      "turn on the same Redis: what it costs, how late tasks are, and what survives a kill -9.",
      "BullMQ needs node and npm, and is installed in .sandbox/queues."
    })
public final class QueuesCommand implements Callable<Integer> {

  @Option(
      names = "--tasks",
      description = "of the parts without a rate (default: ${DEFAULT-VALUE})",
      defaultValue = "30000")
  private int tasks;

  @Option(
      names = "--rates",
      split = ",",
      description = "due tasks a second (default: ${DEFAULT-VALUE})",
      defaultValue = "1000,4000,10000")
  private List<Integer> rates = List.of();

  @Option(
      names = "--seconds",
      description = "of each rate (default: ${DEFAULT-VALUE})",
      defaultValue = "10")
  private int seconds;

  @Option(
      names = "--lease",
      description = "ms, for those who know leases (default: ${DEFAULT-VALUE})",
      defaultValue = "8000")
  private int lease;

  @Option(names = "--only", split = ",", description = "of ours, bullmq, redisson (default: all)")
  private List<String> only = List.of();

  @Option(names = "--no-faults", description = "kill nothing")
  private boolean noFaults;

  @Option(names = "--smoke", description = "small and quick: shows that it works")
  private boolean smoke;

  @Override
  public Integer call() throws InterruptedException {
    var plan =
        smoke
            ? new Plan(2_000, List.of(500), 2, 256, 200, 1_000, !noFaults)
            : new Plan(tasks, rates, seconds, 256, 3_000, lease, !noFaults);
    var scores = new ArrayList<Scores>();
    try (var contest = new Contest(plan)) {
      for (var contestant : contestants()) {
        scores.add(contest.play(contestant));
      }
    }
    System.out.println(QueueReport.of(scores));
    return 0;
  }

  private List<Contestant> contestants() {
    return Arrays.stream(Contestant.values())
        .filter(each -> only.isEmpty() || only.contains(each.wireName()))
        .toList();
  }
}
