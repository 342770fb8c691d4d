package io.tollgate.channels.camara;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The channel against an operator who says, request by request, what a test wants. */
final class CamaraWire implements AutoCloseable {

  private static final String PREFIX = "/carrier-billing/v0.5";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Map<String, Queue<String>> answers = new ConcurrentHashMap<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final WireServer server;

  CamaraWire() {
    try {
      server = new WireServer((socket, request) -> WireServer.send(socket, reply(request)));
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private synchronized String reply(String request) {
    var line = request.lines().findFirst().orElse("").split(" ");
    var path = line[1].split("\\?")[0].replace(PREFIX, "");
    if (path.equals("/oauth2/token")) {
      tokens.add(request);
      return http(200, "", "{\"access_token\":\"token-" + tokens.size() + "\",\"expires_in\":600}");
    }
    seen.add(line[0] + " " + path);
    var prepared = answers.get(line[0] + " " + path);
    if (prepared == null || prepared.isEmpty()) {
      return http(501, "", "{}");
    }
    return prepared.size() > 1 ? prepared.remove() : prepared.peek();
  }

  /** So a request is answered; where several answers are given, one after the other. */
  synchronized CamaraWire answer(String request, int status, String body) {
    return put(request, http(status, "", body));
  }

  CamaraWire answer(String request, ObjectNode body) {
    return answer(request, request.startsWith("POST") ? 201 : 200, body.toString());
  }

  CamaraWire error(String request, int status, String code) {
    return answer(request, status, CamaraFixtures.error(status, code).toString());
  }

  /** A page of a list, with or without the count of all. */
  CamaraWire page(String request, int total, ObjectNode... items) {
    var count = total < 0 ? "" : "X-Total-Count: " + total + "\r\n";
    return put(
        request, http(200, count, Stream.of(items).map(Object::toString).toList().toString()));
  }

  private synchronized CamaraWire put(String request, String answer) {
    answers.computeIfAbsent(request, _ -> new ArrayDeque<>()).add(answer);
    return this;
  }

  CamaraChannel channel() {
    return at(CamaraFixtures.NOW);
  }

  /** The channel at another time. */
  CamaraChannel at(Instant now) {
    return new CamaraChannel(edges, Clock.fixed(now, ZoneOffset.UTC));
  }

  ChannelAccount account(Map<String, String> options) {
    return CamaraFixtures.account(server.url().toString(), options);
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  /** Method and path of each request, without those for tokens, in their order. */
  List<String> seen() {
    return seen;
  }

  /** The requests for tokens, whole. */
  List<String> tokens() {
    return tokens;
  }

  /** How often each alarm was raised. */
  Map<String, Double> alarms() {
    var counted = new TreeMap<String, Double>();
    meters
        .find("tollgate.channel.alarms")
        .counters()
        .forEach(counter -> counted.put(counter.getId().getTag("alarm"), counter.count()));
    return counted;
  }

  private static String http(int status, String headers, String body) {
    var text = status == 204 || status == 202 ? "" : body;
    var head =
        WireServer.head(status, text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    return head.replaceFirst("\r\n\r\n$", "\r\n" + headers + "\r\n") + text;
  }

  @Override
  public void close() throws IOException {
    server.close();
    edges.close();
  }
}
