package io.tollgate.load.rig;

import io.tollgate.sandbox.GatewayProcess;
import java.time.Duration;

/**
 * A gateway in a process of its own.
 *
 * @param port where it takes payments
 * @param management where it shows its health and metrics
 */
public record RunningGateway(int port, int management, GatewayProcess process)
    implements AutoCloseable {

  /** Ten seconds on a machine with nothing else to do. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(300);

  /** Waits until it says that it can take payments. */
  public RunningGateway awaitReady() throws InterruptedException {
    process.awaitReady(READY_WITHIN, System.err::println);
    return this;
  }

  @Override
  public void close() {
    process.stop();
  }
}
