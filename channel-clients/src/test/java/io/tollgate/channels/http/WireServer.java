package io.tollgate.channels.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP server on loopback that does to each request what a test says, byte by byte. */
public final class WireServer implements AutoCloseable {

  /** Talks on one connection, once a whole request has been read from it. */
  public interface Script {

    void answer(Socket socket, String request) throws IOException;
  }

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Script script;

  public WireServer(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("wire-server").start(this::accept);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  public int requests() {
    return requests.get();
  }

  public void now(Script next) {
    script = next;
  }

  /** A whole answer that leaves the connection open. */
  public static Script answering(int status, String body) {
    return (socket, _) ->
        send(socket, head(status, body.getBytes(StandardCharsets.UTF_8).length) + body);
  }

  /** Reads and never says a word. */
  public static Script silent() {
    return (_, _) -> {};
  }

  public static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  public static String head(int status, int length) {
    return "HTTP/1.1 "
        + status
        + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().name("wire-connection").start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try {
      while (true) {
        var request = read(socket.getInputStream());
        if (request == null) {
          return;
        }
        requests.incrementAndGet();
        script.answer(socket, request);
      }
    } catch (SocketException closed) {
      // Either side hung up, which is what some tests are about.
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static String read(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (!text.toString().endsWith("\r\n\r\n")) {
      int character = in.read();
      if (character < 0) {
        return null;
      }
      text.append((char) character);
    }
    var matcher = java.util.regex.Pattern.compile("(?i)content-length: (\\d+)").matcher(text);
    int length = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
