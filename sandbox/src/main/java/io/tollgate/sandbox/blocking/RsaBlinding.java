package io.tollgate.sandbox.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
<<<<<<< HEAD
 * Lets the JDK take the lock, on any thread, under which it keeps the numbers that blind a key's
 * use: whoever signs with the same RSA key at the same time waits for a few multiplications.
=======
 * Lets RSA sign on any thread. The JDK blinds the time that it takes by a random number, which it
 * reads from {@code /dev/urandom}, which never waits, and keeps beside the key under a lock that it
 * holds for as long as a queue takes to be looked at.
>>>>>>> main
 */
public final class RsaBlinding implements BlockHoundIntegration {

  /** For the service loader. */
  public RsaBlinding() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
<<<<<<< HEAD
=======
    builder.allowBlockingCallsInside("sun.security.provider.NativePRNG", "engineNextBytes");
    builder.allowBlockingCallsInside("sun.security.provider.NativePRNG", "engineGenerateSeed");
>>>>>>> main
    builder.allowBlockingCallsInside("sun.security.rsa.RSACore", "getBlindingRandomPair");
  }
}
