package io.tollgate.persistence.hot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A Lua script that Redis runs as one step.
 *
 * @param text its source, for a server that has not seen it
 * @param sha the lower-case hex SHA-1 of the source, its name for a server that has
 */
public record Script(String text, String sha) {

  /** The resource {@code <name>.lua} beside a class. */
  public static Script beside(Class<?> owner, String name) {
    var file = name + ".lua";
    try (var source = Objects.requireNonNull(owner.getResourceAsStream(file), file)) {
      return of(new String(source.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file, unreadable);
    }
  }

  /** A script of this source. */
  static Script of(String text) {
    return new Script(text, sha1(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-1", missing);
    }
  }
}
