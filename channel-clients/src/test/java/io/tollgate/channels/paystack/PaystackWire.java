package io.tollgate.channels.paystack;

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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** The channel against a server that answers what a test says. */
final class PaystackWire implements AutoCloseable {

  private record Answer(String start, int status, String body, boolean isOnce) {}

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final WireServer server;

  PaystackWire() {
    try {
      server =
          new WireServer((socket, request) -> {
            requests.add(request);
            seen.add(request.lines().findFirst().orElse("").replace(" HTTP/1.1", ""));
            var answer = answer(request);
            WireServer.answering(answer.status(), answer.body()).answer(socket, request);
          });
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private Answer answer(String request) {
    for (var answer : answers) {
      if (request.startsWith(answer.start()) && (!answer.isOnce() || answers.remove(answer))) {
        return answer;
      }
    }
    return new Answer("", 501, "{}", false);
  }

  /** Whatever begins so is answered so; what was said first goes first. */
  PaystackWire answer(String start, int status, String body) {
    answers.add(new Answer(start, status, body, false));
    return this;
  }

  PaystackWire answer(String start, ObjectNode body) {
    return answer(start, 200, body.toString());
  }

  /** The same, for one request only. */
  PaystackWire answerOnce(String start, ObjectNode body) {
    answers.add(new Answer(start, 200, body.toString(), true));
    return this;
  }

  PaystackChannel at(Instant now) {
    return new PaystackChannel(edges, Clock.fixed(now, ZoneOffset.UTC));
  }

  PaystackChannel channel() {
    return at(PaystackFixtures.NOW);
  }

  ChannelAccount account(Map<String, String> options) {
    return PaystackFixtures.account(url(), options);
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

  /** All of each request, in their order. */
  List<String> requests() {
    return requests;
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
