package io.tollgate.sandbox.servers;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A real MariaDB server, small and quick, on 127.0.0.1 only.
 *
 * <p>Fresh data are a copy of an empty data directory that is made once. Character set utf8mb4,
 * time zone UTC. Whatever the JVM starts ends with the JVM.
 */
public final class SandboxDatabase implements AutoCloseable {

  /**
   * Names a running MySQL or MariaDB that {@link #shared()} uses instead, as {@code
   * mysql://user:password@host:port/}. The user may create databases.
   */
  public static final String VARIABLE = "TOLLGATE_DATABASE_URI";

  private static final int USUAL_PORT = 3306;

  private static @Nullable SandboxDatabase shared;

  private final Login login;
  private final @Nullable ServerProcess process;

  private SandboxDatabase(Login login, @Nullable ServerProcess process) {
    this.login = login;
    this.process = process;
  }

  /** How much a commit costs: what survives a crash of the server, and of the machine. */
  public enum Durability {
    /** Every commit is on the disk before it is acknowledged. */
    EVERY_COMMIT(1),
    /** Commits survive a crash of the server, but a crash of the machine may cost a second. */
    EVERY_SECOND(2);

    private final int flushLogAtCommit;

    Durability(int flushLogAtCommit) {
      this.flushLogAtCommit = flushLogAtCommit;
    }
  }

  /** Starts a durable server with fresh data on a free port; its data go when it is closed. */
  public static SandboxDatabase start() {
    Path data = SandboxFolder.freshRun("mariadb");
    return started(data, true, Durability.EVERY_COMMIT, _ -> {});
  }

  /** Starts a durable server on data that stay when it is closed. */
  public static SandboxDatabase start(Path dataDirectory) {
    return start(dataDirectory, Durability.EVERY_COMMIT, _ -> {});
  }

  /**
   * Starts a server on data that stay when it is closed.
   *
   * @param progress told, in one line, when something slow is done for the first time
   */
  public static SandboxDatabase start(
      Path dataDirectory, Durability durability, Consumer<String> progress) {
    return started(SandboxFolder.created(dataDirectory), false, durability, progress);
  }

  /**
   * The one server of this JVM, started at the first call with fresh data and {@link
   * Durability#EVERY_SECOND}, or the one the environment names. Fresh databases keep tests apart.
   */
  public static synchronized SandboxDatabase shared() {
    if (shared == null) {
      SandboxDatabase external = external(System::getenv);
      shared = external == null ? startedForTests() : external;
    }
    return shared;
  }

  private static SandboxDatabase startedForTests() {
    Path data = SandboxFolder.freshRun("mariadb");
    return started(data, true, Durability.EVERY_SECOND, _ -> {});
  }

  /** Starts a durable server on kept data, unless the environment names one to be used instead. */
  public static SandboxDatabase startUnlessNamed(Path dataDirectory, Consumer<String> progress) {
    SandboxDatabase external = external(System::getenv);
    return external == null ? start(dataDirectory, Durability.EVERY_COMMIT, progress) : external;
  }

  static @Nullable SandboxDatabase external(Function<String, @Nullable String> environment) {
    String named = environment.apply(VARIABLE);
    return named == null || named.isBlank() ? null : new SandboxDatabase(Login.parse(named), null);
  }

  private static SandboxDatabase started(
      Path data, boolean fresh, Durability durability, Consumer<String> progress) {
    MariaDbBase base = MariaDbBase.ready(progress);
    Path tables = data.resolve("data");
    if (!Files.isDirectory(tables.resolve("mysql"))) {
      base.copyEmptyDataTo(tables);
    }
    Login login = new Login("127.0.0.1", ServerProcess.freePort(), "tollgate", "tollgate");
    List<String> command = base.command(tables);
    command.add("--port=" + login.port);
    command.add("--bind-address=127.0.0.1");
    command.add("--socket=mysql.sock");
    command.add("--pid-file=mariadb.pid");
    command.add("--init-file=" + base.initFile());
    command.add("--skip-name-resolve");
    command.add("--skip-log-bin");
    command.add("--skip-ssl"); // Else every start makes an RSA key, which takes up to 20 s.
    command.add("--character-set-server=utf8mb4");
    command.add("--collation-server=utf8mb4_bin");
    command.add("--default-time-zone=+00:00");
    command.add("--max-connections=300");
    command.add("--max-allowed-packet=64M");
    command.add("--innodb-buffer-pool-size=128M");
    command.add("--innodb-flush-log-at-trx-commit=" + durability.flushLogAtCommit);
    ServerProcess process = new ServerProcess("MariaDB", command, data, fresh, login::works);
    process.start();
    return new SandboxDatabase(login, process);
  }

  /** Where it listens. */
  public String host() {
    return login.host;
  }

  /** Where it listens. It stays the same over a restart. */
  public int port() {
    return login.port;
  }

  /** A user who may do everything, from anywhere. */
  public String user() {
    return login.user;
  }

  /** The password of {@link #user()}. */
  public String password() {
    return login.password;
  }

  /** Whether somebody else runs this server, named by {@link #VARIABLE}. */
  public boolean external() {
    return process == null;
  }

  /** The server's process id. */
  public long pid() {
    return ours().pid();
  }

  /**
   * Makes a new, empty database (utf8mb4).
   *
   * @param prefix letters, digits and underscores, at most 40
   * @return its name, which no other call returns
   */
  public String createDatabase(String prefix) {
    String name =
        checked(prefix)
            + "_"
            + Long.toString(System.nanoTime() & Long.MAX_VALUE, 36)
            + Long.toString(ProcessHandle.current().pid(), 36);
    login.run("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    return name;
  }

  /** Makes a database of exactly this name unless it is there (utf8mb4). */
  public void ensureDatabase(String name) {
    login.run(
        "CREATE DATABASE IF NOT EXISTS "
            + checked(name)
            + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  }

  /** Drops a database and what is in it; one that is not there is no error. */
  public void dropDatabase(String name) {
    login.run("DROP DATABASE IF EXISTS " + checked(name));
  }

  private static String checked(String name) {
    if (!name.matches("[A-Za-z0-9_]{1,64}")) {
      throw new IllegalArgumentException(
          "database name: " + name + " (expected: letters, digits, underscores)");
    }
    return name;
  }

  /** Asks the server to end. */
  public void stop() {
    ours().stop();
  }

  /** Starts the stopped or killed server again, same port and data; a running one is stopped. */
  public void restart() {
    ours().stop();
    ours().start();
  }

  /** Ends the server as a crash would (kill -9). */
  public void kill() {
    ours().kill();
  }

  /** Stops the server and removes its data unless they were to be kept. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.close();
  }

  private ServerProcess ours() {
    if (process == null) {
      throw new IllegalStateException(
          "the database named by " + VARIABLE + " is not ours to control");
    }
    return process;
  }

  private record Login(String host, int port, String user, String password) {

    static Login parse(String text) {
      URI uri = URI.create(text);
      String userInfo = uri.getUserInfo();
      if (uri.getHost() == null || userInfo == null) {
        throw new IllegalArgumentException(
            VARIABLE + ": expected mysql://user:password@host:port/");
      }
      int colon = userInfo.indexOf(':');
      return new Login(
          uri.getHost(),
          uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
          colon < 0 ? userInfo : userInfo.substring(0, colon),
          colon < 0 ? "" : userInfo.substring(colon + 1));
    }

    boolean works() {
      try (Connection _ = connect()) {
        return true;
      } catch (SQLException notYet) {
        return false;
      }
    }

    void run(String statement) {
      try (Connection connection = connect();
          Statement sql = connection.createStatement()) {
        sql.execute(statement);
      } catch (SQLException failure) {
        throw new IllegalStateException(statement, failure);
      }
    }

    private Connection connect() throws SQLException {
      String address =
          "jdbc:mariadb://%s:%d/?connectTimeout=2000&allowPublicKeyRetrieval=true"
              .formatted(host, port);
      return DriverManager.getConnection(address, user, password);
    }
  }
}
