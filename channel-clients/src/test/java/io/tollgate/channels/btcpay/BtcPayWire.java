package io.tollgate.channels.btcpay;

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

/** The channel against a server that answers what a test says. */
final class BtcPayWire implements AutoCloseable {

  static final String STORE = "/api/v1/stores/" + BtcPayFixtures.STORE;
  static final String INVOICES = STORE + "/invoices";
  static final String INVOICE = INVOICES + "/" + BtcPayFixtures.INVOICE;
  static final String FIND =
      INVOICES
          + "?orderId="
          + BtcPayFixtures.attempt(BtcPayFixtures.order())
          + "&includeArchived=true";
  static final String REFUNDS = STORE + "/pull-payments?includeArchived=true";
  static final String REFUND = "/api/v1/pull-payments/" + BtcPayFixtures.REFUND;
  static final String PAYOUTS = REFUND + "/payouts?includeCancelled=true";

  private record Answer(int status, String body) {}

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final WireServer server;

  BtcPayWire() {
    try {
      server =
          new WireServer((socket, request) -> {
            var line = request.lines().findFirst().orElse("").replace(" HTTP/1.1", "");
            seen.add(line);
            var answer = next(line);
            WireServer.answering(answer.status(), answer.body()).answer(socket, request);
          });
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  /** Answers a request so; where it is said more than once, one after the other. */
  BtcPayWire answer(String line, int status, Object body) {
    answers.computeIfAbsent(line, _ -> new ArrayDeque<>()).add(new Answer(status, body.toString()));
    return this;
  }

  BtcPayWire answer(String line, Object body) {
    return answer(line, 200, body);
  }

  private Answer next(String line) {
    var queue = answers.getOrDefault(line, new ArrayDeque<>());
    var answer = queue.size() > 1 ? queue.remove() : queue.peek();
    return answer == null ? new Answer(501, "{}") : answer;
  }

  BtcPayChannel at(Instant now) {
    return new BtcPayChannel(edges, Clock.fixed(now, ZoneOffset.UTC));
  }

  BtcPayChannel channel() {
    return at(BtcPayFixtures.NOW);
  }

  /** An account at this server, whose pages are where the recorded payloads have them. */
  ChannelAccount account() {
    return account(Map.of());
  }

  ChannelAccount account(Map<String, String> options) {
    var all = new TreeMap<>(Map.of("page-hosts", "pay.shop.example"));
    all.putAll(options);
    return BtcPayFixtures.account(server.url().toString(), all);
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
