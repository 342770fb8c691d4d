package io.tollgate.channels.razorpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.RawCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes callbacks and keeps them as they came. */
final class RazorpayDoor implements AutoCloseable {

  private static final String PATH = "/callbacks/razorpay/in";

  private final List<RawCallback> taken = new CopyOnWriteArrayList<>();
  private final WireServer server;

  RazorpayDoor() {
    try {
      server =
          new WireServer((socket, request) -> {
            taken.add(callback(request));
            WireServer.answering(200, "").answer(socket, request);
          });
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  URI url() {
    return URI.create(server.url() + PATH);
  }

  List<RawCallback> taken() {
    return taken;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static RawCallback callback(String request) {
    int end = request.indexOf("\r\n\r\n");
    Map<String, List<String>> headers =
        request
            .substring(0, end)
            .lines()
            .skip(1)
            .map(line -> line.split(": ", 2))
            .collect(
                Collectors.toMap(
                    it -> it[0].toLowerCase(Locale.ROOT), it -> List.of(it[1]), (one, _) -> one));
    var body = request.substring(end + 4).getBytes(UTF_8);
    return new RawCallback("POST", PATH, "", headers, body, Instant.now());
  }
}
