package io.tollgate.persistence.hot;

import java.lang.reflect.Method;
import java.util.Arrays;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets threads that must not block wait for Lettuce's own locks, which are held for as long as a
 * command takes to be put into a buffer, or a node's connection to be put into a table. Refusing
 * the wait would break the lock, and with it the connection.
 */
public final class BriefLocksInLettuce implements BlockHoundIntegration {

  private static final String LOCK = "io.lettuce.core.protocol.SharedLock";
  private static final String NODES = "io.lettuce.core.cluster.PooledClusterConnectionProvider";

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside(LOCK, "incrementWriters");
    builder.allowBlockingCallsInside(LOCK, "doExclusive");
    allowInside(builder, NODES);
    allowInside(builder, NODES + "$NodeConnectionPostProcessor");
  }

  /** Lettuce locks inside lambdas, whose names only the compiler knows. */
  private static void allowInside(BlockHound.Builder builder, String className) {
    try {
      Arrays.stream(Class.forName(className).getDeclaredMethods())
          .map(Method::getName)
          .distinct()
          .forEach(method -> builder.allowBlockingCallsInside(className, method));
    } catch (ClassNotFoundException moved) {
      throw new IllegalStateException("Lettuce has no " + className + " any more", moved);
    }
  }
}
