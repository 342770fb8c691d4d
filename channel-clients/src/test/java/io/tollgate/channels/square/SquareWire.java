package io.tollgate.channels.square;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The channel against a server that answers what a test says. */
final class SquareWire implements AutoCloseable {

  private record Answer(String part, int status, String body) {}

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final List<Answer> answers = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final WireServer server;

  SquareWire() {
    try {
      server =
          new WireServer((socket, request) -> {
            seen.add(request.lines().findFirst().orElse("").replace(" HTTP/1.1", ""));
            var answer =
                answers.stream()
                    .filter(it -> request.contains(it.part()))
                    .findFirst()
                    .orElse(new Answer("", 501, "{}"));
            WireServer.answering(answer.status(), answer.body()).answer(socket, request);
          });
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Whatever has the part in its request is answered so; the first that was said goes first. */
  SquareWire answer(String part, int status, String body) {
    answers.add(new Answer(part, status, body));
    return this;
  }

  SquareWire answer(String part, ObjectNode body) {
    return answer(part, 200, body.toString());
  }

  /** The channel on a day. */
  SquareChannel at(Instant now) {
    return new SquareChannel(edges, Clock.fixed(now, ZoneOffset.UTC));
  }

  SquareChannel channel() {
    return at(SquareFixtures.NOW);
  }

  ChannelAccount account(Map<String, String> options) {
    return SquareFixtures.account(server.url().toString(), options);
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  String url() {
    return server.url().toString();
  }

  /** Method and address of each request, in their order. */
  List<String> seen() {
    return seen;
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
