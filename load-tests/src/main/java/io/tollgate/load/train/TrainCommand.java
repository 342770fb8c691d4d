package io.tollgate.load.train;

import io.tollgate.load.rig.Checkout;
import io.tollgate.load.rig.GatewayBuild;
import io.tollgate.load.rig.Program;
import io.tollgate.load.rig.RunningGateway;
import io.tollgate.load.rig.TestBed;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Unpacks the gateway and lets it take payments while the JVM takes notes: classes loaded and
 * linked, and which methods are hot (JEP 483, 514 and 515). A gateway that is started with these
 * notes, an AOT cache, is ready sooner and compiles its hot paths at once.
 */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a folder with the gateway, unpacked, and an AOT cache from a training run. Start it",
      "with: java <options> -XX:AOTCache=<folder>/tollgate.aot -jar",
      "<folder>/tollgate-gateway-exec.jar, and the options of GatewayProcess.JAVA_OPTIONS, which it",
      "was made with."
    })
public final class TrainCommand implements Callable<Integer> {

  private static final int CHECKOUTS = 32;

  @Option(
      names = "--output",
      description = "default: gateway-reactive/target/trained",
      paramLabel = "FOLDER")
  private Path output = SandboxFolder.projectRoot().resolve("gateway-reactive/target/trained");

  @Option(
      names = "--payments",
      description = "that the gateway takes while it is watched (default: ${DEFAULT-VALUE})",
      defaultValue = "40000")
  private int payments;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SandboxFolder.delete(output);
    unpack();
    var trained = GatewayBuild.trained(output);
    var training = new GatewayBuild(trained.jar(), List.of("-XX:AOTCacheOutput=" + cache()));
    var log = SandboxFolder.folder("load-tests").resolve("train-stub.log");
    try (var stub = Program.start(log, List.of(), "stub")) {
      var partners = URI.create("http://127.0.0.1:" + stub.port());
      try (var bed = TestBed.start(partners, partners.resolve("/webhooks"))) {
        train(bed.gateway("train", "", training).awaitReady());
      }
    }
    if (!Files.exists(cache())) {
      System.err.println("The JVM wrote no cache; see .sandbox/load-tests/train.log");
      return 1;
    }
    System.out.printf("%s: %d MiB%n", cache(), Files.size(cache()) >> 20);
    return 0;
  }

  private Path cache() {
    return output.resolve(GatewayBuild.CACHE);
  }

  private void unpack() throws IOException, InterruptedException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djarmode=tools",
            "-jar",
            GatewayBuild.packaged().jar().toString(),
            "extract",
            "--destination",
            output.toString());
    var process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the gateway's jar could not be unpacked");
    }
  }

  private void train(RunningGateway gateway) throws InterruptedException {
    var left = new AtomicInteger(payments);
    try (var checkouts = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CHECKOUTS; i++) {
        checkouts.execute(() -> checkOut(new Checkout(gateway.port()), left));
      }
      while (!checkouts.isTerminated() && left.get() > 0) {
        System.err.printf("%d payments to go ...%n", left.get());
        TimeUnit.SECONDS.sleep(5);
      }
    }
    System.err.println("Stopping it, which writes the cache ...");
    gateway.process().stop(Duration.ofMinutes(3));
  }

  /** Mostly payments; now and then what else a checkout asks for. */
  private static void checkOut(Checkout checkout, AtomicInteger left) {
    for (int number = left.decrementAndGet(); number >= 0; number = left.decrementAndGet()) {
      var reference = "train-" + number;
      checkout.pay(reference);
      if (number % 20 == 0) {
        checkout.pay(reference);
        checkout.get("/v1/payments", "reference=" + reference);
        checkout.get("/v1/payments/pay_none", "");
      }
    }
  }
}
