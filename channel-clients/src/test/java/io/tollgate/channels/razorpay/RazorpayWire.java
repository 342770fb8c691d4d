package io.tollgate.channels.razorpay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.WireServer;
import io.tollgate.domain.channel.ChannelAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The channel against a server that answers by the request's first line, and says no otherwise. */
final class RazorpayWire implements AutoCloseable {

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final Map<String, Integer> statuses = new LinkedHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final WireServer server;

  RazorpayWire() {
    try {
      server =
          new WireServer((socket, request) -> {
            requests.add(request);
            var found = answers.keySet().stream().filter(request::startsWith).findFirst();
            WireServer.answering(
                    found.map(statuses::get).orElse(501), found.map(answers::get).orElse("{}"))
                .answer(socket, request);
          });
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  RazorpayWire answer(String beginning, int status, ObjectNode body) {
    answers.put(beginning, body.toString());
    statuses.put(beginning, status);
    return this;
  }

  RazorpayWire answer(String beginning, ObjectNode body) {
    return answer(beginning, 200, body);
  }

  RazorpayChannel at(Instant now) {
    return new RazorpayChannel(edges, Clock.fixed(now, ZoneOffset.UTC));
  }

  RazorpayChannel channel() {
    return at(RazorpayFixtures.NOW);
  }

  ChannelAccount account(Map<String, String> options) {
    return RazorpayFixtures.account(server.url().toString(), options);
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  /** Method and path of each request, in their order, without queries. */
  List<String> seen() {
    return requests.stream()
        .map(request -> request.substring(0, request.indexOf(" HTTP/1.1")))
        .map(line -> line.contains("?") ? line.substring(0, line.indexOf('?')) : line)
        .toList();
  }

  /** The whole of the request that begins so. */
  String request(String beginning) {
    return requests.stream().filter(it -> it.startsWith(beginning)).findFirst().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    server.close();
    edges.close();
  }
}
