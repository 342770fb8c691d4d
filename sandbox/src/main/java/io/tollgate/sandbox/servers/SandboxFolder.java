package io.tollgate.sandbox.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one folder that holds whatever the sandbox unpacks and writes: {@code <project
 * root>/.sandbox}.
 *
 * <p>The project root is the system property {@code tollgate.root}, else the nearest parent of the
 * working directory that holds {@code mvnw}, else the working directory itself.
 */
public final class SandboxFolder {

  private static final AtomicInteger RUNS = new AtomicInteger();
  private static final ReentrantLock WITHIN_THIS_JVM = new ReentrantLock();

  private SandboxFolder() {}

  /** The project root, absolute. */
  public static Path projectRoot() {
    String named = System.getProperty("tollgate.root");
    if (named != null && !named.isBlank()) {
      return Path.of(named).toAbsolutePath().normalize();
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("mvnw"))) {
        return folder;
      }
    }
    return here;
  }

  /** The sandbox's folder, absolute; created when missing. */
  public static Path folder() {
    return created(projectRoot().resolve(".sandbox"));
  }

  /** The folder named {@code name} inside the sandbox's folder; created when missing. */
  public static Path folder(String name) {
    return created(folder().resolve(name));
  }

  /** A folder for one server of this JVM. It is swept by a later JVM should this one be killed. */
  static Path freshRun(String server) {
    LeftBehind.sweep();
    ProcessHandle self = ProcessHandle.current();
    String name = "%d-%d-%s".formatted(self.pid(), RUNS.incrementAndGet(), server);
    Path run = folder("run").resolve(name);
    delete(run); // A process id that comes round again may find its namesake's folder.
    created(run);
    ProcessMark.of(self).writeTo(run.resolve(LeftBehind.OWNER));
    return run;
  }

  /** Runs {@code work} while no other thread and no other JVM holds the lock of that name. */
  static <T> T locked(String name, Callable<T> work) {
    Path lock = folder("locks").resolve(name);
    // A file lock is held by the whole JVM, so threads need a lock of their own.
    WITHIN_THIS_JVM.lock();
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = channel.lock()) {
      return work.call();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    } finally {
      WITHIN_THIS_JVM.unlock();
    }
  }

  static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Removes a folder and what is in it; what vanishes meanwhile is no error. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Deleting());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
