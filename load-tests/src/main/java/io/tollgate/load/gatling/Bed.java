package io.tollgate.load.gatling;

import io.tollgate.load.rig.GatewayBuild;
import io.tollgate.load.rig.Ports;
import io.tollgate.load.rig.Program;
import io.tollgate.load.rig.RunningGateway;
import io.tollgate.load.rig.TestBed;
import io.tollgate.sandbox.servers.SandboxFolder;
import io.tollgate.sandbox.stripe.StripeSimulatorProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gateway of our own with all that it needs, each in its own process. */
final class Bed implements AutoCloseable {

  private static final List<String> GATEWAY_OPTIONS = List.of("-Xmx384m");

  private final Program stub;
  private final TestBed servers;
  private final RunningGateway gateway;
  private final @Nullable Process simulator;
  private final @Nullable URI simulatorAddress;

  private Bed(
      Program stub,
      TestBed servers,
      RunningGateway gateway,
      @Nullable Process simulator,
      @Nullable URI simulatorAddress) {
    this.stub = stub;
    this.servers = servers;
    this.gateway = gateway;
    this.simulator = simulator;
    this.simulatorAddress = simulatorAddress;
  }

  /**
   * Starts everything.
   *
   * @param simulated a channel that follows the tokens' scripts and calls back, instead of one that
   *     approves everything at next to no cost
   */
  static Bed start(boolean simulated) throws InterruptedException {
    var folder = SandboxFolder.folder("gatling");
    var stub = Program.start(folder.resolve("stub.log"), List.of("-Xmx128m"), "stub");
    var stubAddress = URI.create("http://127.0.0.1:" + stub.port());
    var simulatorAddress = simulated ? URI.create("http://127.0.0.1:" + Ports.free()) : null;
    var servers =
        TestBed.start(
            simulatorAddress == null ? stubAddress : simulatorAddress,
            stubAddress.resolve("/webhooks"));
    var gateway =
        servers.gateway("gatling-gateway", "", GatewayBuild.packaged().with(GATEWAY_OPTIONS));
    // Only now is it known where the channel has to call back.
    var simulator =
        simulatorAddress == null
            ? null
            : simulator(folder.resolve("simulator.log"), simulatorAddress, gateway.port());
    gateway.awaitReady();
    return new Bed(stub, servers, gateway, simulator, simulatorAddress);
  }

  private static Process simulator(Path log, URI address, int gatewayPort) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx384m",
              "-cp",
              System.getProperty("java.class.path"),
              StripeSimulatorProgram.class.getName(),
              "--port",
              String.valueOf(address.getPort()),
              "--callback-url",
              "http://127.0.0.1:" + gatewayPort + "/callbacks/stripe/demo",
              "--kept",
              "200000")
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start the simulated channel", failure);
    }
  }

  /** Where payments are sent. */
  URI gateway() {
    return URI.create("http://127.0.0.1:" + gateway.port());
  }

  /** The simulated channel's address; null where there is none. */
  @Nullable URI simulator() {
    return simulatorAddress;
  }

  /** The gateway's process id. */
  long gatewayPid() {
    return gateway.process().pid();
  }

  @Override
  public void close() {
    gateway.close();
    if (simulator != null) {
      simulator.destroy();
      try {
        if (!simulator.waitFor(5, TimeUnit.SECONDS)) {
          simulator.destroyForcibly();
        }
      } catch (InterruptedException interrupted) {
        simulator.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    stub.close();
    servers.close();
  }
}
