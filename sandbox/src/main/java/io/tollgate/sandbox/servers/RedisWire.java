package io.tollgate.sandbox.servers;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Just enough of the Redis protocol to ask a server whether it is up and to build a cluster. */
final class RedisWire {

  private static final int TIMEOUT_MILLIS = 2_000;

  private RedisWire() {}

  static boolean answers(int port) {
    try {
      return "PONG".equals(call(port, "PING"));
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** Sends one command and gives its answer as text; an error answer is an exception. */
  static String call(int port, String... words) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(encoded(words));
      return answer(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] encoded(String... words) {
    StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    return request.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String answer(InputStream in) throws IOException {
    String head = line(in);
    return switch (head.charAt(0)) {
      case '+', ':' -> head.substring(1);
      case '$' ->
          new String(in.readNBytes(Integer.parseInt(head.substring(1))), StandardCharsets.UTF_8);
      default -> throw new IOException("Redis answered " + head);
    };
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new IOException("Redis closed the connection");
      }
      line.append((char) next);
    }
    in.skipNBytes(1);
    return line.toString();
  }
}
