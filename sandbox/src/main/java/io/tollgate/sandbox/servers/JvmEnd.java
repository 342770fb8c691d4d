package io.tollgate.sandbox.servers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ends the servers with the JVM, in order: whatever uses them first, then the servers.
 *
 * <p>One hook for all, because the JVM runs its hooks all at once.
 */
public final class JvmEnd {

  private static final List<Runnable> USERS = new ArrayList<>();
  private static final Set<ServerProcess> SERVERS = new LinkedHashSet<>();
  private static boolean hooked;

  private JvmEnd() {}

  /** Runs {@code task} when the JVM ends, before any server is stopped; the latest task first. */
  public static synchronized void beforeServers(Runnable task) {
    USERS.addFirst(task);
    hook();
  }

  static synchronized void add(ServerProcess server) {
    SERVERS.add(server);
    hook();
  }

  static synchronized void remove(ServerProcess server) {
    SERVERS.remove(server);
  }

  private static void hook() {
    if (!hooked) {
      hooked = true;
      Runtime.getRuntime().addShutdownHook(new Thread(JvmEnd::end, "stop-servers"));
    }
  }

  private static void end() {
    List<Runnable> users;
    List<ServerProcess> servers;
    synchronized (JvmEnd.class) {
      users = List.copyOf(USERS);
      servers = List.copyOf(SERVERS);
    }
    users.forEach(JvmEnd::quietly);
    servers.parallelStream().forEach(server -> quietly(server::close));
  }

  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException failure) {
      System.err.println("while ending: " + failure);
    }
  }
}
