package io.tollgate.channels.paypay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The channel against a server that answers what a test says. */
final class PayPayWire implements AutoCloseable {

  private record Answer(String part, int status, String body) {}

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final List<Answer> answers = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> whole = new CopyOnWriteArrayList<>();
  private final WireServer server;

  PayPayWire() {
    try {
      server =
          new WireServer((socket, request) -> {
            var line = request.lines().findFirst().orElse("").replace(" HTTP/1.1", "");
            seen.add(line);
            whole.add(request);
            var answer =
                answers.stream()
                    .filter(it -> line.contains(it.part()))
                    .findFirst()
                    .orElse(new Answer("", 501, "{}"));
            answers.remove(answer);
            WireServer.answering(answer.status(), answer.body()).answer(socket, request);
          });
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** The next request that has the part in its first line is answered so, once. */
  PayPayWire then(String part, int status, ObjectNode body) {
    answers.add(new Answer(part, status, body.toString()));
    return this;
  }

  PayPayWire then(String part, int status, String body) {
    answers.add(new Answer(part, status, body));
    return this;
  }

  PayPayChannel at(Clock clock) {
    return new PayPayChannel(edges, clock);
  }

  PayPayChannel channel() {
    return at(PayPayFixtures.CLOCK);
  }

  ChannelAccount account(Map<String, String> options) {
    return PayPayFixtures.account(server.url().toString(), options);
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

  /** Each request as it came, headers and body. */
  List<String> whole() {
    return whole;
  }

  Alarms alarmsOf(ChannelAccount account) {
    return edges.alarms(account.id());
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
