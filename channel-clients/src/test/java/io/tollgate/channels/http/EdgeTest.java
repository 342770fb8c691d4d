package io.tollgate.channels.http;

import static io.tollgate.channels.http.WireServer.answering;
import static io.tollgate.channels.http.WireServer.silent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.Exchange.NotSent;
import io.tollgate.channels.http.Exchange.Unknown;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Reference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@Timeout(60)
class EdgeTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration REPLY_TIMEOUT = Duration.ofMillis(400);
  private static final byte[] BODY = "amount=1".getBytes(StandardCharsets.US_ASCII);
  private static final ChannelRequestId ATTEMPT =
      new ChannelRequestId(PaymentId.of(new MerchantId("shop"), new Reference("order-1")), 1);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges =
      new ChannelEdges(meters, UnaryOperator.identity(), new Breakers(Duration.ofMillis(300)));
  private final List<AutoCloseable> open = new ArrayList<>(List.of(edges));

  /** The first connection of a process takes seconds; no test is about that. */
  @BeforeAll
  static void warmUp() throws IOException {
    var edges = new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
    try (edges;
        var server = new WireServer(answering(200, "{}"))) {
      var account = account("warm", server.url(), limits(1, Duration.ofSeconds(20), 1));
      edges.edge(account).send(() -> call(account)).block(Duration.ofSeconds(30));
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var resource : open) {
      resource.close();
    }
  }

  @Test
  void answersWithStatusAndBody() throws IOException {
    var server = server(answering(402, "{\"a\":1}"));

    var exchange = pay(account("eu", server.url()));

    assertThat(exchange)
        .isInstanceOfSatisfying(
            Answered.class,
            answer -> {
              assertThat(answer.status()).isEqualTo(402);
              assertThat(answer.body()).asString().isEqualTo("{\"a\":1}");
            });
  }

  @Test
  void sendsMethodHeadersAndBodyInOneRequest() throws IOException {
    var seen = new ArrayList<String>();
    var server =
        server((socket, request) -> {
          seen.add(request);
          answering(200, "{}").answer(socket, request);
        });

    pay(account("eu", server.url()));

    assertThat(seen)
        .singleElement()
        .asString()
        .startsWith("POST /v1/pay HTTP/1.1\r\n")
        .contains("X-Key: sk_test_123")
        .containsIgnoringCase("Content-Length: 8")
        .doesNotContainIgnoringCase("Transfer-Encoding")
        .endsWith("amount=1");
  }

  @Test
  void treatsARefusedConnectionAsNotSent() throws IOException {
    var nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var url = URI.create("http://127.0.0.1:" + nobody.getLocalPort());
    nobody.close();

    assertThat(pay(account("eu", url))).isEqualTo(new NotSent("connection refused"));
  }

  @Test
  void treatsAHostThatDoesNotExistAsNotSent() {
    assertThat(pay(account("eu", URI.create("http://nowhere.invalid"))))
        .isInstanceOf(NotSent.class);
  }

  @Test
  void treatsAConnectionThatNeverComesUpAsNotSent() throws IOException {
    var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    open.add(full);
    // Nobody accepts, so that these fill the backlog and later connections hang.
    for (int i = 0; i < 4; i++) {
      var filler = new Socket();
      open.add(filler);
      try {
        filler.connect(full.getLocalSocketAddress(), 200);
      } catch (java.net.SocketTimeoutException filled) {
        break;
      }
    }

    var exchange = pay(account("eu", URI.create("http://127.0.0.1:" + full.getLocalPort())));

    assertThat(exchange).isInstanceOf(NotSent.class);
  }

  @Test
  void treatsAFailedTlsHandshakeAsNotSent() throws IOException {
    var plain = server(answering(200, "{}"));
    var url = URI.create(plain.url().toString().replace("http:", "https:"));

    assertThat(pay(account("eu", url))).isInstanceOf(NotSent.class);
    assertThat(plain.requests()).isZero();
  }

  @Test
  void treatsSilenceAfterSendingAsUnknown() throws IOException {
    var server = server(silent());

    assertThat(pay(account("eu", server.url()))).isEqualTo(new Unknown("no whole answer in time"));
    assertThat(server.requests()).isOne();
  }

  @Test
  void treatsAnAnswerThatTricklesPastTheTimeoutAsUnknown() throws IOException {
    var server =
        server((socket, _) -> {
          WireServer.send(socket, WireServer.head(200, 1000));
          try {
            for (int i = 0; i < 20; i++) {
              WireServer.send(socket, "x");
              // The server's own slowness is what is tested.
              new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            }
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });

    assertThat(pay(account("eu", server.url()))).isEqualTo(new Unknown("no whole answer in time"));
  }

  @Test
  void treatsAConnectionClosedInMidAnswerAsUnknownAndDoesNotRepeat() throws IOException {
    var server =
        server((socket, _) -> {
          WireServer.send(socket, WireServer.head(200, 100) + "{\"half\":");
          socket.close();
        });

    assertThat(pay(account("eu", server.url())))
        .isEqualTo(new Unknown("connection lost after sending"));
    assertThat(server.requests()).isOne();
  }

  @Test
  void treatsAConnectionClosedWithoutAnAnswerAsUnknownAndDoesNotRepeat() throws IOException {
    var server = server((socket, _) -> socket.close());

    assertThat(pay(account("eu", server.url())))
        .isEqualTo(new Unknown("connection lost after sending"));
    assertThat(server.requests()).isOne();
  }

  @Test
  void treatsAResetAfterTheRequestAsUnknownAndDoesNotRepeat() throws IOException {
    var server =
        server((socket, _) -> {
          socket.setSoLinger(true, 0);
          socket.close();
        });

    assertThat(pay(account("eu", server.url())))
        .isEqualTo(new Unknown("connection lost after sending"));
    assertThat(server.requests()).isOne();
  }

  @Test
  void neverRepeatsOnAPooledConnectionThatDiesUnderTheRequest() throws IOException {
    var server = server(answering(200, "{}"));
    var account = account("eu", server.url());
    assertThat(pay(account)).isInstanceOf(Answered.class);

    server.now((socket, _) -> socket.close());

    assertThat(pay(account)).isEqualTo(new Unknown("connection lost after sending"));
    assertThat(server.requests()).isEqualTo(2);
  }

  @Test
  void takesAFreshConnectionWhereThePooledOneWasClosedMeanwhile() throws Exception {
    var server =
        server((socket, request) -> {
          answering(200, "{}").answer(socket, request);
          socket.close();
        });
    var account = account("eu", server.url());

    var outcomes = Flux.range(0, 20).concatMap(_ -> send(account)).collectList().block(SOON);

    assertThat(outcomes).allMatch(exchange -> !(exchange instanceof NotSent));
    assertThat(server.requests()).isEqualTo(20);
  }

  @Test
  void treatsGarbageAsUnknown() throws IOException {
    var server =
        server((socket, _) -> {
          WireServer.send(socket, "\u0001\u0002 not http at all\r\n\r\n");
          socket.close();
        });

    assertThat(pay(account("eu", server.url()))).isInstanceOf(Unknown.class);
  }

  @Test
  void treatsAnAnswerAboveOneMebibyteAsUnknown() throws IOException {
    var large = "x".repeat((1 << 20) + 1);
    var server = server(answering(200, large));

    assertThat(pay(account("eu", server.url(), limits(10, Duration.ofSeconds(5), 100))))
        .isEqualTo(new Unknown("answer too large"));
  }

  @Test
  void takesAnAnswerOfExactlyOneMebibyte() throws IOException {
    var server = server(answering(200, "x".repeat(1 << 20)));

    assertThat(pay(account("eu", server.url(), limits(10, Duration.ofSeconds(5), 100))))
        .isInstanceOf(Answered.class);
  }

  @Test
  void letsOnlySoManyCallsFlyAndReturnsEveryPermit() throws IOException {
    var server = server(silent());
    var account = account("eu", server.url());

    var outcomes = Flux.range(0, 100).flatMap(_ -> send(account), 100).collectList().block(SOON);

    assertThat(outcomes).hasSize(100);
    assertThat(outcomes)
        .filteredOn(new NotSent("as many calls in flight as the account may have")::equals)
        .hasSize(90);
    assertThat(outcomes).filteredOn(Unknown.class::isInstance).hasSize(10);
    await().atMost(SOON).until(() -> edges.edge(account).freePermits() == 10);
  }

  @Test
  void returnsThePermitOfACallerThatHangsUp() throws IOException {
    var server = server(silent());
    var account = account("eu", server.url(), limits(1, Duration.ofSeconds(30), 100));

    var call = send(account).subscribe();
    await().atMost(SOON).until(() -> server.requests() == 1);
    assertThat(pay(account)).isInstanceOf(NotSent.class);
    call.dispose();

    await().atMost(SOON).until(() -> edges.edge(account).freePermits() == 1);
    server.now(answering(200, "{}"));
    assertThat(pay(account)).isInstanceOf(Answered.class);
  }

  @Test
  void opensTheBreakerOnSilenceAndRecovers() throws IOException {
    var server = server(silent());
    var account = account("eu", server.url());
    assertThat(edges.isAvailable(account)).isTrue();

    Flux.range(0, 20).flatMap(_ -> send(account), 10).blockLast(SOON);

    assertThat(edges.isAvailable(account)).isFalse();
    assertThat(meters.get("tollgate.channel.available").gauge().value()).isZero();
    int before = server.requests();
    assertThat(pay(account)).isEqualTo(new NotSent("circuit breaker open"));
    assertThat(server.requests()).isEqualTo(before);

    server.now(answering(200, "{}"));
    await().atMost(SOON).until(() -> edges.isAvailable(account));
    for (int trial = 0; trial < 5; trial++) {
      assertThat(pay(account)).isInstanceOf(Answered.class);
    }
    assertThat(edges.isAvailable(account)).isTrue();
    assertThat(Flux.range(0, 10).flatMap(_ -> send(account)).collectList().block(SOON))
        .allMatch(Answered.class::isInstance);
  }

  @Test
  void opensTheBreakerOnServerErrorsButNotOnDeclinesOrOurOwnLimits() throws IOException {
    var declining = account("declining", server(answering(402, "{}")).url());
    var failing = account("failing", server(answering(500, "{}")).url());
    var busy = account("busy", server(silent()).url(), limits(1, Duration.ofSeconds(2), 100));

    Flux.range(0, 60).concatMap(_ -> send(declining)).blockLast(SOON);
    assertThat(edges.isAvailable(declining)).isTrue();

    var refused = new CopyOnWriteArrayList<Exchange>();
    var calls = Flux.range(0, 60).flatMap(_ -> send(busy), 60).subscribe(refused::add);
    await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> refused.size() == 59);
    assertThat(edges.isAvailable(busy)).isTrue();
    calls.dispose();

    Flux.range(0, 20).concatMap(_ -> send(failing)).blockLast(SOON);
    assertThat(edges.isAvailable(failing)).isFalse();
  }

  @Test
  void takesNothingFromAnotherAccountWhileOneIsSlow() throws IOException {
    var slow = account("slow", server(silent()).url());
    var quick = account("quick", server(answering(200, "{}")).url());
    var waiting = Flux.range(0, 50).flatMap(_ -> send(slow), 50).subscribe();

    var outcomes = Flux.range(0, 50).flatMap(_ -> send(quick), 5).collectList().block(SOON);

    assertThat(outcomes).hasSize(50).allMatch(Answered.class::isInstance);
    waiting.dispose();
  }

  @Test
  void asksAtThePaceOfTheAccountAndRefusesWhatWouldWaitLonger() throws IOException {
    var server = server(answering(200, "{}"));
    var account = account("eu", server.url(), limits(200, Duration.ofSeconds(2), 20));

    var outcomes =
        Flux.range(0, 60)
            .flatMap(_ -> edges.edge(account).ask(() -> call(account)), 60)
            .collectList()
            .block(SOON);

    assertThat(outcomes).filteredOn(Answered.class::isInstance).hasSizeBetween(20, 26);
    assertThat(outcomes)
        .filteredOn(new NotSent("as many queries a second as the account may have")::equals)
        .hasSizeBetween(34, 40);
    assertThat(pay(account)).isInstanceOf(Answered.class);
  }

  @Test
  void usesChangedSettingsAtOnceAndKeepsCallsOnTheOnesBefore() throws IOException {
    var before = server(silent());
    var after = server(answering(200, "{}"));
    var running = send(account("eu", before.url())).toFuture();
    await().atMost(SOON).until(() -> before.requests() == 1);

    var exchange = pay(account("eu", after.url()));

    assertThat(exchange).isInstanceOf(Answered.class);
    assertThat(running.join()).isEqualTo(new Unknown("no whole answer in time"));
    await().atMost(SOON).until(() -> !edges.knows(account("eu", before.url())));
    assertThat(edges.knows(account("eu", after.url()))).isTrue();
  }

  @Test
  void opensAnEdgeOnAThreadThatMayNotBlock() throws IOException {
    var account = account("eu", server(answering(200, "{}")).url());

    assertThat(send(account).subscribeOn(Schedulers.parallel()).block(SOON))
        .isInstanceOf(Answered.class);
  }

  @Test
  void closesEveryConnection() throws IOException {
    var account = account("eu", server(answering(200, "{}")).url());
    pay(account);
    var edge = edges.edge(account);

    edges.close();

    await().atMost(SOON).until(edge::isDisposed);
  }

  @Test
  void sharesOneEdgeAmongEqualSettings() {
    var url = URI.create("http://127.0.0.1:1");

    assertThat(edges.edge(account("eu", url))).isSameAs(edges.edge(account("eu", url)));
    assertThat(edges.edge(account("eu", url))).isNotSameAs(edges.edge(account("us", url)));
  }

  @Test
  void neverFailsEvenWhereOurOwnCodeDoes() {
    var account = account("eu", URI.create("http://127.0.0.1:1"));

    var unbuilt =
        edges.edge(account).send(() -> account.secret("missing") == null ? null : null).block(SOON);
    var defect =
        edges
            .run(
                account,
                Operation.PAY,
                ATTEMPT,
                _ -> Mono.error(new IllegalStateException("a bug")))
            .block(SOON);

    assertThat(unbuilt).isEqualTo(new NotSent("no request could be built"));
    assertThat(defect).isEqualTo(new ChannelOutcome.Unknown("failed inside us"));
    assertThat(alarms("misconfigured")).isOne();
    assertThat(alarms("defect")).isOne();
  }

  @Test
  void timesEachOperationByItsOutcome() {
    var account = account("eu", URI.create("http://127.0.0.1:1"));

    edges
        .run(account, Operation.PAY, ATTEMPT, _ -> Mono.just(new ChannelOutcome.Absent()))
        .block(SOON);

    var timer =
        meters
            .get("tollgate.channel.calls")
            .tags("channel", "test", "account", "eu", "operation", "pay", "outcome", "absent")
            .timer();
    assertThat(timer.count()).isOne();
  }

  private double alarms(String alarm) {
    return meters.get("tollgate.channel.alarms").tag("alarm", alarm).counter().count();
  }

  private Exchange pay(ChannelAccount account) {
    return send(account).block(SOON);
  }

  private Mono<Exchange> send(ChannelAccount account) {
    return Mono.defer(() -> edges.edge(account).send(() -> call(account)));
  }

  private static HttpCall call(ChannelAccount account) {
    return HttpCall.post(
        account.baseUrl().resolve("/v1/pay"),
        headers -> {
          headers.set("X-Key", account.secret("api-key").revealText());
          headers.set(HttpHeaderNames.CONTENT_TYPE.toString(), "application/x-www-form-urlencoded");
        },
        BODY);
  }

  private static ChannelLimits limits(int maxInFlight, Duration replyTimeout, int queries) {
    return new ChannelLimits(maxInFlight, Duration.ofMillis(500), replyTimeout, queries);
  }

  private static ChannelAccount account(String name, URI url) {
    return account(name, url, limits(10, REPLY_TIMEOUT, 100));
  }

  private static ChannelAccount account(String name, URI url, ChannelLimits limits) {
    return new ChannelAccount(
        new AccountId("test", name),
        url,
        Map.of("api-key", Secret.ofText("sk_test_123")),
        Map.of(),
        limits);
  }

  private WireServer server(WireServer.Script script) throws IOException {
    var server = new WireServer(script);
    open.add(server);
    return server;
  }
}
