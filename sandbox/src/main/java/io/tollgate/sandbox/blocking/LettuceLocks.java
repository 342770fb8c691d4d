package io.tollgate.sandbox.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Lettuce wait for its own lock, which it holds for the time of a write to a buffer. Were this
 * wait refused, the connection would be broken for good: the failed entry is left as if it had
 * succeeded, the count of writers turns negative, and every later command spins for ever.
 */
public final class LettuceLocks implements BlockHoundIntegration {

  private static final String LOCK = "io.lettuce.core.protocol.SharedLock";

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside(LOCK, "incrementWriters");
    builder.allowBlockingCallsInside(LOCK, "doExclusive");
  }
}
