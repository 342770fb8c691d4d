package io.tollgate.load.bench;

import io.tollgate.load.rig.GatewayBuild;
import io.tollgate.load.rig.ProcessCpu;
import io.tollgate.load.rig.Program;
import io.tollgate.load.rig.RunningGateway;
import io.tollgate.sandbox.GatewayProcess;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Measures the floor and the gateways in turn. */
final class Bench implements AutoCloseable {

  private static final String SCRIPTS =
      "persistence-r2dbc/src/main/resources/io/tollgate/persistence/hot";
  private static final long QUIET_WITHIN_MILLIS = 60_000;

  /** The floor takes so many times more than the gateway, at most. */
  private static final int FLOOR_ADVANTAGE = 4;

  private final Ground ground;
  private final Plan plan;
  private final Plan.Load load;
  private final Program floor;

  /** By role, in the order in which the table has them; the first role takes payments. */
  private final Map<String, List<RunningGateway>> gateways = new LinkedHashMap<>();

  private Bench(Ground ground, Plan plan, Program floor) {
    this.ground = ground;
    this.plan = plan;
    this.load = plan.load();
    this.floor = floor;
  }

  /** Starts the floor and the gateways, and fills the table with a past. */
  static Bench prepare(Ground ground, Plan plan) throws InterruptedException {
    say("Starting the floor and %d gateway(s) ...".formatted(plan.gateways()));
    var floor =
        Program.start(
            SandboxFolder.folder("load-tests").resolve("floor.log"),
            floorOptions(plan),
            "floor",
            "--redis=" + ground.floorUri(),
            "--channel=" + ground.channel(),
            "--scripts=" + SandboxFolder.projectRoot().resolve(SCRIPTS));
    var bench = new Bench(ground, plan, floor);
    try {
      bench.startGateways();
      ground.past().fillTo(plan.stored(), bench.ports().getFirst());
    } catch (RuntimeException | InterruptedException failure) {
      bench.close(); // Else gateways that did start would run on.
      throw failure;
    }
    return bench;
  }

  /** Those of the gateway, so that the two differ in what they do only. */
  private static List<String> floorOptions(Plan plan) {
    var options = new ArrayList<>(GatewayProcess.JAVA_OPTIONS);
    options.addAll(plan.setup().javaOptions());
    return options;
  }

  private void startGateways() throws InterruptedException {
    for (int number = 1; number <= plan.gateways(); number++) {
      if (plan.setup().together()) {
        start("gateway", "", number);
      } else {
        start("api", "api,callback", number);
        start("worker", "worker", number);
      }
    }
  }

  private void start(String name, String roles, int number) throws InterruptedException {
    var trained = plan.setup().trained();
    var build =
        (trained == null ? GatewayBuild.packaged() : GatewayBuild.trained(trained))
            .with(plan.setup().javaOptions());
    var log = number == 1 ? name : name + "-" + number;
    var started = ground.bed().gateway(log, roles, build);
    gateways.computeIfAbsent(name, _ -> new ArrayList<>()).add(started);
    started.awaitReady();
  }

  /** Where payments are taken. */
  private List<Integer> ports() {
    return gateways.values().iterator().next().stream().map(RunningGateway::port).toList();
  }

  /** Warms both up and measures the rounds. */
  Measured run() throws InterruptedException {
    warmUp();
    var floors = new ArrayList<Figures>();
    var measured = new ArrayList<Figures>();
    for (int round = 1; round <= load.rounds(); round++) {
      floors.add(measureFloor(load.seconds(), load.pauseMillis()));
      measured.add(measureGateways(load.seconds(), load.pauseMillis()));
      say("round " + round + "/" + load.rounds());
      say("  floor   " + floors.getLast().line());
      say("  gateway " + measured.getLast().line());
    }
    gateways.forEach((role, processes) -> processes.forEach(gateway -> sayResident(role, gateway)));
    return new Measured(floors, measured);
  }

  /** Several gateways share the load, so each has to have it for longer to be as warm as one. */
  private void warmUp() throws InterruptedException {
    int floorSeconds = Math.max(1, load.warmUp() / FLOOR_ADVANTAGE);
    say(
        "Warming up, the floor %d s, the gateways %d × %d s ..."
            .formatted(floorSeconds, plan.gateways(), load.warmUp()));
    measureFloor(floorSeconds, 0);
    // One after the other, because signatures are good for five minutes.
    for (int gateway = 1; gateway <= plan.gateways(); gateway++) {
      say("  gateway " + measureGateways(load.warmUp(), 0).line());
    }
  }

  private static void sayResident(String role, RunningGateway gateway) {
    long mebibytes = ProcessCpu.residentKib(gateway.process().pid()) / 1024;
    say("resident, %s: %d MiB".formatted(role, mebibytes));
  }

  private Figures measureFloor(int seconds, int pauseMillis) throws InterruptedException {
    var run =
        ground.wrk().prepared(List.of(floor.port()), seconds, FLOOR_ADVANTAGE * load.expected());
    var figures = measure(run, pauseMillis, Map.of("floor", List.of(floor.process().pid())), false);
    ground.hotStore().clearFloor();
    return figures;
  }

  private Figures measureGateways(int seconds, int pauseMillis) throws InterruptedException {
    var bed = ground.bed();
    var processes = new LinkedHashMap<String, List<Long>>();
    gateways.forEach((role, running) ->
        processes.put(role, running.stream().map(gateway -> gateway.process().pid()).toList()));
    processes.put("database", List.of(bed.database().pid()));
    if (!bed.broker().external()) {
      processes.put("broker", List.of(ProcessHandle.current().pid()));
    }
    var run = ground.wrk().prepared(ports(), seconds, load.expected());
    return measure(run, pauseMillis, processes, true);
  }

  private Figures measure(
      Wrk.Load run, int pauseMillis, Map<String, List<Long>> processes, boolean behind)
      throws InterruptedException {
    var watched = new LinkedHashMap<>(processes);
    watched.put("redis", List.of(ground.bed().redis().pid()));
    watched.put("stub", List.of(ground.stub().process().pid()));
    var hotStore = ground.hotStore();
    var cpuBefore = cpu(watched);
    var callsBefore = hotStore.calls();
    var outcome = run.run(load.connections(), pauseMillis);
    long quietAfter = behind ? awaitQuiet() : 0;
    var cpu = cpu(watched);
    cpu.replaceAll((name, millis) -> millis - cpuBefore.getOrDefault(name, 0L));
    var calls = new TreeMap<>(hotStore.calls());
    calls.replaceAll((name, count) -> count - callsBefore.getOrDefault(name, 0L));
    calls.values().removeIf(count -> count * 100 < outcome.requests());
    return new Figures(outcome, cpu, calls, quietAfter);
  }

  private static Map<String, Long> cpu(Map<String, List<Long>> processes) {
    var millis = new LinkedHashMap<String, Long>();
    processes.forEach(
        (name, pids) -> millis.put(name, pids.stream().mapToLong(ProcessCpu::millis).sum()));
    return millis;
  }

  /** Until every reader has read every change; ms that it took. */
  private long awaitQuiet() throws InterruptedException {
    long start = System.nanoTime();
    while (ground.hotStore().unread() > 0) {
      long millis = (System.nanoTime() - start) / 1_000_000;
      if (millis > QUIET_WITHIN_MILLIS) {
        throw new IllegalStateException("the changes were not read in a minute");
      }
      Thread.sleep(20);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void say(String line) {
    System.err.println(line);
  }

  @Override
  public void close() {
    gateways.values().forEach(running -> running.forEach(RunningGateway::close));
    floor.close();
  }
}
