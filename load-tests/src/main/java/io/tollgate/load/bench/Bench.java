package io.tollgate.load.bench;

import io.tollgate.load.rig.GatewayBuild;
import io.tollgate.load.rig.ProcessCpu;
import io.tollgate.load.rig.Program;
import io.tollgate.load.rig.RunningGateway;
import io.tollgate.load.rig.TestBed;
import io.tollgate.sandbox.GatewayProcess;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Measures the floor and the gateway in turn. */
final class Bench implements AutoCloseable {

  private static final String SCRIPTS =
      "persistence-r2dbc/src/main/resources/io/tollgate/persistence/hot";
  private static final long QUIET_WITHIN_MILLIS = 60_000;

  /** The floor takes so many times more than the gateway, at most. */
  private static final int FLOOR_ADVANTAGE = 4;

  private final Plan plan;
  private final Program stub;
  private final TestBed bed;
  private final Program floor;
  private final List<RunningGateway> gateways;
  private final HotStore hotStore;
  private final Wrk wrk;

  /**
   * What to measure.
   *
   * @param delayMillis that the channel takes
   * @param channel where payments are sent; null means a stub of our own
   * @param together all roles in one process
   * @param expected most payments a second that may come
   * @param trained the folder of a trained gateway; null means the packaged jar
   */
  record Plan(
      int rounds,
      int seconds,
      int warmUp,
      int connections,
      int delayMillis,
      @Nullable URI channel,
      boolean together,
      int expected,
      @Nullable Path trained,
      List<String> javaOptions) {}

  private Bench(
      Plan plan, Program stub, TestBed bed, Program floor, List<RunningGateway> gateways) {
    this.plan = plan;
    this.stub = stub;
    this.bed = bed;
    this.floor = floor;
    this.gateways = gateways;
    this.hotStore = new HotStore(bed.redis().uri(), floorUri(bed));
    this.wrk = new Wrk(bed.folder());
  }

  /** Starts everything. */
  static Bench prepare(Plan plan) throws InterruptedException {
    var folder = SandboxFolder.folder("load-tests");
    say("Starting the channel, the servers, the floor and the gateway ...");
    var stub =
        Program.start(folder.resolve("stub.log"), List.of(), "stub", "--delay=" + plan.delayMillis);
    var partners = URI.create("http://127.0.0.1:" + stub.port());
    var channel = plan.channel == null ? partners : plan.channel;
    var bed = TestBed.start(channel, partners.resolve("/webhooks"));
    var floor =
        Program.start(
            folder.resolve("floor.log"),
            floorOptions(plan),
            "floor",
            "--redis=" + floorUri(bed),
            "--channel=" + channel,
            "--scripts=" + SandboxFolder.projectRoot().resolve(SCRIPTS));
    var build =
        (plan.trained == null ? GatewayBuild.packaged() : GatewayBuild.trained(plan.trained))
            .with(plan.javaOptions);
    var gateways = new ArrayList<RunningGateway>();
    if (plan.together) {
      gateways.add(bed.gateway("gateway", "", build).awaitReady());
    } else {
      gateways.add(bed.gateway("api", "api,callback", build).awaitReady());
      gateways.add(bed.gateway("worker", "worker", build).awaitReady());
    }
    return new Bench(plan, stub, bed, floor, List.copyOf(gateways));
  }

  /** Those of the gateway, so that the two differ in what they do only. */
  private static List<String> floorOptions(Plan plan) {
    var options = new ArrayList<>(GatewayProcess.JAVA_OPTIONS);
    options.addAll(plan.javaOptions);
    return options;
  }

  private static String floorUri(TestBed bed) {
    return bed.redis().uri() + "/1";
  }

  /** Warms both up, measures the rounds and prints the table. */
  void run() throws InterruptedException {
    int floorWarmUp = Math.max(1, plan.warmUp / FLOOR_ADVANTAGE);
    say("Warming up, the floor %d s, the gateway %d s ...".formatted(floorWarmUp, plan.warmUp));
    measureFloor(floorWarmUp);
    say("  gateway " + measureGateway(plan.warmUp).line());
    var floors = new ArrayList<Figures>();
    var measured = new ArrayList<Figures>();
    for (int round = 1; round <= plan.rounds; round++) {
      floors.add(measureFloor(plan.seconds));
      measured.add(measureGateway(plan.seconds));
      say("round " + round + "/" + plan.rounds);
      say("  floor   " + floors.getLast().line());
      say("  gateway " + measured.getLast().line());
    }
    System.out.println(Report.of(floors, measured));
    gateways.forEach(gateway ->
        say("resident: %d MiB".formatted(ProcessCpu.residentKib(gateway.process().pid()) / 1024)));
  }

  private Figures measureFloor(int seconds) throws InterruptedException {
    var load = wrk.prepared(floor.port(), seconds, FLOOR_ADVANTAGE * plan.expected);
    var figures = measure(load, Map.of("floor", floor.process().pid()), false);
    hotStore.clearFloor();
    return figures;
  }

  private Figures measureGateway(int seconds) throws InterruptedException {
    var processes = new LinkedHashMap<String, Long>();
    if (plan.together) {
      processes.put("gateway", gateways.getFirst().process().pid());
    } else {
      processes.put("api", gateways.getFirst().process().pid());
      processes.put("worker", gateways.getLast().process().pid());
    }
    processes.put("database", bed.database().pid());
    if (!bed.broker().external()) {
      processes.put("broker", ProcessHandle.current().pid());
    }
    var load = wrk.prepared(gateways.getFirst().port(), seconds, plan.expected);
    return measure(load, processes, true);
  }

  private Figures measure(Wrk.Load load, Map<String, Long> processes, boolean behind)
      throws InterruptedException {
    var watched = new LinkedHashMap<>(processes);
    watched.put("redis", bed.redis().pid());
    watched.put("stub", stub.process().pid());
    var cpuBefore = cpu(watched);
    var callsBefore = hotStore.calls();
    var outcome = load.run(plan.connections);
    long quietAfter = behind ? awaitQuiet() : 0;
    var cpu = cpu(watched);
    cpu.replaceAll((name, millis) -> millis - cpuBefore.getOrDefault(name, 0L));
    var calls = new TreeMap<>(hotStore.calls());
    calls.replaceAll((name, count) -> count - callsBefore.getOrDefault(name, 0L));
    calls.values().removeIf(count -> count * 100 < outcome.requests());
    return new Figures(outcome, cpu, calls, quietAfter);
  }

  private static Map<String, Long> cpu(Map<String, Long> processes) {
    var millis = new LinkedHashMap<String, Long>();
    processes.forEach((name, pid) -> millis.put(name, ProcessCpu.millis(pid)));
    return millis;
  }

  /** Until every reader has read every change; ms that it took. */
  private long awaitQuiet() throws InterruptedException {
    long start = System.nanoTime();
    while (hotStore.unread() > 0) {
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
    hotStore.close();
    gateways.forEach(RunningGateway::close);
    floor.close();
    stub.close();
    bed.close();
  }
}
