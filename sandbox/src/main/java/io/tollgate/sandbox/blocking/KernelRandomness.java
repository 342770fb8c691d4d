package io.tollgate.sandbox.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets the JDK read {@code /dev/urandom}, which never waits, on any thread: signing with RSA takes
 * a random number to blind its time.
 */
public final class KernelRandomness implements BlockHoundIntegration {

  /** For the service loader. */
  public KernelRandomness() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside("sun.security.provider.NativePRNG", "engineNextBytes");
    builder.allowBlockingCallsInside("sun.security.provider.NativePRNG", "engineGenerateSeed");
  }
}
