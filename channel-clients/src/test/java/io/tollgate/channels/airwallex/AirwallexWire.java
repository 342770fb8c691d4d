package io.tollgate.channels.airwallex;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The channel against a server that answers what a test says, and lends tokens unasked. */
final class AirwallexWire implements AutoCloseable {

  private static final String LOGIN = "POST /api/v1/authentication/login";

  private record Answer(String part, int status, String body) {}

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final AirwallexChannel channel = new AirwallexChannel(edges, AirwallexFixtures.CLOCK);
  private final List<Answer> answers = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> whole = new CopyOnWriteArrayList<>();
  private final WireServer server;

  AirwallexWire() {
    try {
      server =
          new WireServer((socket, request) -> {
            var line = request.lines().findFirst().orElse("").replace(" HTTP/1.1", "");
            seen.add(line.replace("/api/v1/pa/", ""));
            whole.add(request);
            var answer =
                answers.stream()
                    .filter(it -> line.contains(it.part()))
                    .findFirst()
                    .orElseGet(() -> usual(line));
            answers.remove(answer);
            WireServer.answering(answer.status(), answer.body()).answer(socket, request);
          });
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private static Answer usual(String line) {
    return line.startsWith(LOGIN)
        ? new Answer(
            "", 201, AirwallexFixtures.login(AirwallexFixtures.NOW.plusSeconds(1_800)).toString())
        : new Answer("", 501, "{}");
  }

  /** The next request that has the part in its first line is answered so, once. */
  AirwallexWire then(String part, int status, ObjectNode body) {
    return then(part, status, body.toString());
  }

  AirwallexWire then(String part, int status, String body) {
    answers.add(new Answer(part, status, body));
    return this;
  }

  AirwallexChannel channel() {
    return channel;
  }

  ChannelAccount account(Map<String, String> options) {
    return AirwallexFixtures.account(server.url().toString(), options);
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  /** Method and address of each request but logins, in their order. */
  List<String> seen() {
    return seen.stream().filter(line -> !line.equals(LOGIN)).toList();
  }

  long logins() {
    return seen.stream().filter(LOGIN::equals).count();
  }

  /** Each request as it came, headers and body. */
  List<String> whole() {
    return whole;
  }

  /** How often each alarm was raised. */
  Map<String, Double> alarms() {
    var counted = new TreeMap<String, Double>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      counted.put(counter.getId().getTag("alarm"), counter.count());
    }
    return counted;
  }

  @Override
  public void close() throws IOException {
    server.close();
    edges.close();
  }
}
