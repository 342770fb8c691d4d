package io.tollgate.sandbox.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets the JDK take the lock, on any thread, under which it keeps the numbers that blind a key's
 * use: whoever signs with the same RSA key at the same time waits for a few multiplications.
 */
public final class RsaBlinding implements BlockHoundIntegration {

  /** For the service loader. */
  public RsaBlinding() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside("sun.security.rsa.RSACore", "getBlindingRandomPair");
  }
}
