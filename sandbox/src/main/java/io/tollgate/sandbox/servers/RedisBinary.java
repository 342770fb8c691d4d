package io.tollgate.sandbox.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/** The Redis server packed in embedded-redis, unpacked once for all runs. */
final class RedisBinary {

  private RedisBinary() {}

  static Path unpacked() {
    OsArchitecture machine = OsArchitecture.detectOSandArchitecture();
    String packed = ExecutableProvider.newProvidedVersionsMap().get(machine);
    if (packed == null) {
      throw new IllegalStateException(
          "no packed Redis for this machine; name a running one in " + SandboxRedis.VARIABLE);
    }
    Path binary = SandboxFolder.folder("redis").resolve(Path.of(packed).getFileName().toString());
    return Files.isExecutable(binary)
        ? binary
        : SandboxFolder.locked("redis", () -> unpack(packed, binary));
  }

  private static Path unpack(String packed, Path binary) throws IOException {
    if (Files.isExecutable(binary)) {
      return binary;
    }
    String resource = packed.startsWith("/") ? packed : "/" + packed;
    Path half = binary.resolveSibling(binary.getFileName() + ".half");
    try (InputStream in = ExecutableProvider.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!half.toFile().setExecutable(true)) {
      throw new IOException("cannot be made executable: " + half);
    }
    return Files.move(half, binary, StandardCopyOption.ATOMIC_MOVE);
  }
}
