package io.tollgate.persistence.hot;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets threads that must not block wait for Lettuce's own lock, which is held for as long as a
 * command takes to be put into a buffer. Refusing the wait would break the lock, and with it the
 * connection.
 */
public final class BriefLocksInLettuce implements BlockHoundIntegration {

  private static final String LOCK = "io.lettuce.core.protocol.SharedLock";

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside(LOCK, "incrementWriters");
    builder.allowBlockingCallsInside(LOCK, "doExclusive");
  }
}
