package io.tollgate.channels.mercadopago;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The channel against a server that answers each address as a test says. */
final class MercadoPagoWire implements AutoCloseable {

  private record Answer(int status, String body) {}

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final WireServer server;

  MercadoPagoWire() {
    try {
      server = new WireServer(this::answer);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** A request of that method and path is answered so; a second one as was said next. */
  MercadoPagoWire answer(String methodAndPath, int status, Object body) {
    answers
        .computeIfAbsent(methodAndPath, _ -> new ArrayDeque<>())
        .add(new Answer(status, body.toString()));
    return this;
  }

  MercadoPagoWire answer(String methodAndPath, Object body) {
    return answer(methodAndPath, 200, body);
  }

  MercadoPagoChannel channel() {
    return at(MercadoPagoFixtures.NOW);
  }

  MercadoPagoChannel at(Instant now) {
    return new MercadoPagoChannel(edges, Clock.fixed(now, ZoneOffset.UTC));
  }

  ChannelAccount account(Map<String, String> options) {
    return MercadoPagoFixtures.account(server.url().toString(), options);
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  /** Method and path of each request, in their order. */
  List<String> seen() {
    return requests.stream().map(MercadoPagoWire::methodAndPath).toList();
  }

  /** Each request as it came. */
  List<String> requests() {
    return requests;
  }

  /** How often each alarm was raised. */
  Map<String, Long> alarms() {
    return meters.find("tollgate.channel.alarms").counters().stream()
        .collect(
            Collectors.toMap(
                counter -> counter.getId().getTag("alarm"), counter -> (long) counter.count()));
  }

  @Override
  public void close() {
    edges.close();
    try {
      server.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void answer(Socket socket, String request) throws IOException {
    requests.add(request);
    var known = answers.getOrDefault(methodAndPath(request), new ArrayDeque<>());
    var answer = known.size() > 1 ? known.poll() : known.peek();
    var said = answer == null ? new Answer(501, "{}") : answer;
    WireServer.answering(said.status(), said.body()).answer(socket, request);
  }

  private static String methodAndPath(String request) {
    var line = request.lines().findFirst().orElse("").split(" ");
    return line[0] + " " + line[1].split("\\?")[0];
  }
}
