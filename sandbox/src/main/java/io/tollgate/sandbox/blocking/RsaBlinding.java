package io.tollgate.sandbox.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets RSA sign on any thread. The JDK blinds the time that it takes by a random number, which it
 * reads from {@code /dev/urandom}, which never waits, and keeps beside the key under a lock that it
 * holds for as long as a queue takes to be looked at.
 */
public final class RsaBlinding implements BlockHoundIntegration {

  /** For the service loader. */
  public RsaBlinding() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside("sun.security.provider.NativePRNG", "engineNextBytes");
    builder.allowBlockingCallsInside("sun.security.provider.NativePRNG", "engineGenerateSeed");
    builder.allowBlockingCallsInside("sun.security.rsa.RSACore", "getBlindingRandomPair");
  }
}
