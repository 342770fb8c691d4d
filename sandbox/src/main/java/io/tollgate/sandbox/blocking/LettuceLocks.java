package io.tollgate.sandbox.blocking;

import java.lang.reflect.Method;
import java.util.Arrays;
import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Lettuce wait for its own locks, which it holds for as long as a command takes to be put into
 * a buffer, or a node's connection to be put into a table. Were a wait refused, the connection
 * would be broken for good: the failed entry is left as if it had succeeded, the count of writers
 * turns negative, and every later command spins for ever.
 */
public final class LettuceLocks implements BlockHoundIntegration {

  private static final String LOCK = "io.lettuce.core.protocol.SharedLock";
  private static final String NODES = "io.lettuce.core.cluster.PooledClusterConnectionProvider";

  /** For the service loader. */
  public LettuceLocks() {}

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
    } catch (ClassNotFoundException _) {
      // Whoever tests without Lettuce has nothing to allow.
      return;
    }
  }
}
