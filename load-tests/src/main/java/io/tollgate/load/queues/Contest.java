package io.tollgate.load.queues;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.tollgate.load.queues.Processes.Producer;
import io.tollgate.load.queues.Processes.Scheduled;
import io.tollgate.load.queues.Processes.Tasks;
import io.tollgate.load.queues.Processes.Worker;
import io.tollgate.load.queues.Scores.Cost;
import io.tollgate.load.queues.Scores.Rate;
import io.tollgate.load.queues.Scores.Recovery;
import io.tollgate.load.queues.Scores.Restart;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets every contestant do the same on the same Redis, one after the other. */
final class Contest implements AutoCloseable {

  private static final int WARMED = 50_000;
  private static final int PER_SECOND_UNTIL_KILL = 200;
  private static final int HANDLING_MILLIS = 300;
  private static final long GIVE_UP_MILLIS = 30_000;
  private static final long SETTLE_MILLIS = 500;

  private final Plan plan;
  private final SandboxRedis redis = SandboxRedis.start();
  private final RedisClient client = RedisClient.create(redis.uri());
  private final RedisCommands<String, String> commands = client.connect().sync();

  Contest(Plan plan) {
    this.plan = plan;
  }

  /** Plays all parts with one contestant. */
  Scores play(Contestant contestant) throws InterruptedException {
    contestant.install();
    say(contestant, "scheduling " + plan.tasks() + " tasks");
    var schedule = schedule(contestant);
    Map<Integer, Rate> rates = new LinkedHashMap<>();
    Cost handle;
    commands.flushall();
    try (var worker = Worker.start(contestant, redis.uri(), "load", plan, 0)) {
      warmUp(contestant, worker, schedule);
      say(contestant, "handling " + plan.tasks() + " tasks that are due at once");
      handle = handle(contestant, worker, schedule);
      for (int rate : plan.rates()) {
        say(contestant, rate + " due a second");
        rates.put(rate, rate(contestant, worker, schedule, rate));
      }
    }
    commands.flushall();
    if (!plan.faults()) {
      return new Scores(contestant, schedule, handle, rates, null, null);
    }
    say(contestant, "killing a worker");
    var recovery = recovery(contestant);
    commands.flushall();
    say(contestant, "killing Redis");
    var restart = restart(contestant);
    commands.flushall();
    return new Scores(contestant, schedule, handle, rates, recovery, restart);
  }

  private Cost schedule(Contestant contestant) {
    commands.flushall();
    try (var producer = Producer.start(contestant, redis.uri(), plan)) {
      long far = System.currentTimeMillis() + 3_600_000;
      double before = redisCpuMicros();
      var scheduled = producer.schedule(new Tasks("far", plan.tasks(), far, 10));
      return new Cost(
          scheduled.acknowledged() * 1e3 / scheduled.millis(),
          (redisCpuMicros() - before) / plan.tasks());
    }
  }

  private void warmUp(Contestant contestant, Worker worker, Cost cost) throws InterruptedException {
    scheduled(contestant, "warm", WARMED, 0, cost);
    awaitBegun(worker, "warm", WARMED, System.currentTimeMillis());
  }

  private Cost handle(Contestant contestant, Worker worker, Cost cost) throws InterruptedException {
    long due = scheduled(contestant, "burst", plan.tasks(), 0, cost);
    double before = redisCpuMicros();
    awaitBegun(worker, "burst", plan.tasks(), due);
    Thread.sleep(SETTLE_MILLIS);
    double micros = redisCpuMicros() - before;
    var begun = worker.log().begun("burst");
    long last = begun.isEmpty() ? due + 1 : begun.getLast().atMillis();
    return new Cost(begun.size() * 1e3 / Math.max(1, last - due), micros / plan.tasks());
  }

  private Rate rate(Contestant contestant, Worker worker, Cost cost, int rate)
      throws InterruptedException {
    int count = rate * plan.seconds();
    var group = "r" + rate;
    long due = scheduled(contestant, group, count, 1_000_000L / rate, cost);
    double redisBefore = redisCpuMicros();
    long workerBefore = worker.cpuMillis();
    // Reading the log would take CPU time from those who play.
    Thread.sleep(Math.max(0, due + plan.seconds() * 1_000L - System.currentTimeMillis()));
    awaitBegun(worker, group, count, due + plan.seconds() * 1_000L);
    Thread.sleep(SETTLE_MILLIS);
    double redisMicros = redisCpuMicros() - redisBefore;
    long workerMillis = worker.cpuMillis() - workerBefore;
    long[] lateness = worker.log().lateness(group);
    var begun = worker.log().begun(group);
    long last = begun.isEmpty() ? due + 1 : begun.getLast().atMillis();
    return new Rate(
        percentile(lateness, 50),
        percentile(lateness, 99),
        begun.size() * 1e3 / Math.max(1, last - due),
        redisMicros / count,
        workerMillis * 1e3 / count,
        count - lateness.length);
  }

  /** Schedules tasks so that all are in Redis before the first is due; answers when that is. */
  private long scheduled(
      Contestant contestant, String group, int count, long microsBetween, Cost cost)
      throws InterruptedException {
    try (var producer = Producer.start(contestant, redis.uri(), plan)) {
      long lead = (long) (count * 1_500L / cost.perSecond()) + 1_000;
      long due = System.currentTimeMillis() + lead;
      producer.schedule(new Tasks(group, count, due, microsBetween));
      long left = due - System.currentTimeMillis();
      if (left < 0) {
        System.err.printf("  scheduled %d ms too late; the first tasks were due by then%n", -left);
      }
      return due;
    }
  }

  private Recovery recovery(Contestant contestant) throws InterruptedException {
    int count = PER_SECOND_UNTIL_KILL * 10;
    try (var doomed = Worker.start(contestant, redis.uri(), "doomed", plan, HANDLING_MILLIS);
        var other = Worker.start(contestant, redis.uri(), "other", plan, HANDLING_MILLIS);
        var producer = Producer.start(contestant, redis.uri(), plan)) {
      long due = System.currentTimeMillis() + 3_000;
      producer.schedule(new Tasks("kill", count, due, 1_000_000 / PER_SECOND_UNTIL_KILL));
      Thread.sleep(Math.max(0, due + 4_000 - System.currentTimeMillis()));
      long killed = doomed.kill();
      var held = doomed.log().read().unfinished("kill");
      long until = killed + 4L * plan.leaseMillis();
      while (System.currentTimeMillis() < until
          && !other.log().read().begunSince("kill", killed).keySet().containsAll(held)) {
        Thread.sleep(100);
      }
      Thread.sleep(2_000);
      var anew = other.log().read().begunSince("kill", killed);
      long last =
          held.stream().mapToLong(task -> anew.getOrDefault(task, killed)).max().orElse(killed);
      int lost = (int) held.stream().filter(task -> !anew.containsKey(task)).count();
      return new Recovery(held.size(), last - killed, lost, other.log().repeated("kill"));
    }
  }

  private Restart restart(Contestant contestant) throws InterruptedException {
    forgetThePast();
    int perSecond = 1_000;
    int count = 8 * perSecond;
    try (var worker = Worker.start(contestant, redis.uri(), "restart", plan, 0)) {
      Scheduled scheduled;
      long due;
      try (var producer = Producer.start(contestant, redis.uri(), plan)) {
        due = System.currentTimeMillis() + 6_000;
        scheduled = producer.schedule(new Tasks("restart", count, due, 1_000_000 / perSecond));
      }
      Thread.sleep(Math.max(0, due + 3_000 - System.currentTimeMillis()));
      redis.kill();
      Thread.sleep(SETTLE_MILLIS);
      redis.restart();
      awaitBegun(worker, "restart", scheduled.acknowledged(), due + 8_000 + GIVE_UP_MILLIS);
      Thread.sleep(plan.leaseMillis() + 2_000L);
      var log = worker.log().read();
      return new Restart(
          scheduled.acknowledged(),
          scheduled.acknowledged() - log.different("restart"),
          log.repeated("restart"),
          log.longestSilence("restart"));
    }
  }

  /** Or Redis would load, on its restart, all that anybody ever wrote. */
  private void forgetThePast() throws InterruptedException {
    commands.bgrewriteaof();
    do {
      Thread.sleep(SETTLE_MILLIS);
    } while (!commands.info("persistence").contains("aof_rewrite_in_progress:0"));
  }

  /** Until all are begun; gives up some time after the last of them was due. */
  private static void awaitBegun(Worker worker, String group, int count, long lastDueMillis)
      throws InterruptedException {
    while (worker.log().read().different(group) < count
        && System.currentTimeMillis() < lastDueMillis + GIVE_UP_MILLIS) {
      Thread.sleep(50);
    }
  }

  private double redisCpuMicros() {
    return commands
            .info("cpu")
            .lines()
            .filter(line -> line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
            .sum()
        * 1e6;
  }

  static long percentile(long[] sorted, int percent) {
    return sorted.length == 0
        ? -1
        : sorted[Math.min(sorted.length - 1, (int) (sorted.length * (long) percent / 100))];
  }

  private static void say(Contestant contestant, String what) {
    System.err.println(contestant.title() + ": " + what + " ...");
  }

  @Override
  public void close() {
    client.shutdown();
    redis.close();
  }
}
