package io.tollgate.gateway.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.DelayedTask;
import io.tollgate.delayqueue.Verdict;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.notification.WebhookEndpoint;
import io.tollgate.domain.settings.Settings;
import io.tollgate.gateway.notification.DeliveryOutcome.Delivered;
import io.tollgate.gateway.notification.DeliveryOutcome.Failed;
import io.tollgate.gateway.payment.Rooms;
import io.tollgate.gateway.settings.InMemorySettings;
import io.tollgate.gateway.settings.LivePictures;
import io.tollgate.sandbox.merchant.WebhookAnswer;
import io.tollgate.sandbox.merchant.WebhookReceiver;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpResources;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

class DeliverNoticeTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final MerchantId DEMO = new MerchantId("demo");
  private static final byte[] KEY =
      "a-secret-of-a-demo-merchant-here".getBytes(StandardCharsets.UTF_8);
  private static final Notice NOTICE = Notice.of(Rooms.in(PaymentStatus.SUCCEEDED)).orElseThrow();

  private static WebhookReceiver receiver;

  private final RecordedTasks queue = new RecordedTasks();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final WebhookClient client =
      new WebhookClient(new WebhookProperties(true, 32), HttpResources.get(), Clock.systemUTC());

  @BeforeAll
  static void startTheMerchant() {
    receiver = WebhookReceiver.start("whsec_" + Base64.getEncoder().encodeToString(KEY));
  }

  @AfterAll
  static void stopTheMerchant() {
    receiver.close();
  }

  @BeforeEach
  void startAfresh() {
    receiver.clear();
    receiver.answerWith(WebhookAnswer.accepted());
  }

  @AfterEach
  void closeTheConnections() {
    client.destroy();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void isDoneWithWhatTheEndpointTook(int status) {
    receiver.answerWith(WebhookAnswer.ofStatus(status));

    delivered(settings(endpoint("hook")));

    assertThat(queue.scheduled()).isEmpty();
    assertThat(receiver.received())
        .singleElement()
        .satisfies(webhook -> {
          assertThat(webhook.verified()).isTrue();
          assertThat(webhook.id()).isEqualTo(NOTICE.id());
          assertThat(webhook.type()).isEqualTo("payment.succeeded");
          assertThat(webhook.payload()).isEqualTo(NOTICE.payload());
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 400, 401, 404, 429, 500, 503})
  void comesAgainAfterFiveSecondsWhereTheEndpointRefused(int status) {
    receiver.answerWith(WebhookAnswer.ofStatus(status));

    delivered(settings(endpoint("hook")));

    assertThat(receiver.received()).hasSize(1);
    assertThat(queue.scheduled())
        .singleElement()
        .satisfies(task -> assertThat(task.id()).isEqualTo("hook:" + NOTICE.id() + ":hook"))
        .satisfies(task -> assertAbout(task.delay(), Duration.ofSeconds(5)));
  }

  @Test
  void comesAgainWhereNobodyListens() {
    var nowhere =
        new WebhookEndpoint(
            "hook", DEMO, URI.create("http://127.0.0.1:1/"), List.of(Secret.of(KEY)), Set.of());

    delivered(settings(nowhere));

    assertThat(queue.scheduled())
        .singleElement()
        .satisfies(task -> assertAbout(task.delay(), Duration.ofSeconds(5)));
  }

  @Test
  void waitsAsLongAsTheEndpointAsks() {
    receiver.answerWith(WebhookAnswer.ofStatus(503).retryAfter(Duration.ofSeconds(120)));

    delivered(settings(endpoint("hook")));

    assertAbout(queue.scheduled().getFirst().delay(), Duration.ofSeconds(120));
  }

  @Test
  void waitsNoLessThanTheScheduleSays() {
    receiver.answerWith(WebhookAnswer.ofStatus(503).retryAfter(Duration.ofSeconds(1)));

    delivered(settings(endpoint("hook")));

    assertAbout(queue.scheduled().getFirst().delay(), Duration.ofSeconds(5));
  }

  @Test
  void waitsNoLongerThanADay() {
    receiver.answerWith(WebhookAnswer.ofStatus(503).retryAfter(Duration.ofSeconds(99_999)));

    delivered(settings(endpoint("hook")));

    assertAbout(queue.scheduled().getFirst().delay(), Duration.ofDays(1));
  }

  @Test
  void switchesAnEndpointOffThatIsGone() {
    var settings = settings(endpoint("hook"));
    receiver.answerWith(WebhookAnswer.ofStatus(410));

    delivered(settings);

    assertThat(settings.disabled()).containsExactly("hook");
    assertThat(queue.scheduled()).isEmpty();
  }

  @Test
  void switchesAnEndpointOffThatIsGoneLater() {
    var settings = settings(endpoint("hook"));
    receiver.answerWith(WebhookAnswer.ofStatus(410));

    assertThat(again(settings, "hook", 3)).isInstanceOf(Verdict.Dead.class);
    assertThat(settings.disabled()).containsExactly("hook");
  }

  @ParameterizedTest(name = "try {0} of the queue failed: again in {1}")
  @CsvSource({
    "1, PT5M",
    "2, PT30M",
    "3, PT2H",
    "4, PT5H",
    "5, PT10H",
    "6, PT14H",
    "7, PT20H",
    "8, PT24H"
  })
  void comesAgainByTheSchedule(int attempt, Duration scheduled) {
    receiver.answerWith(WebhookAnswer.ofStatus(500));

    assertThat(again(settings(endpoint("hook")), "hook", attempt))
        .isInstanceOfSatisfying(
            Verdict.Again.class,
            again -> {
              assertAbout(again.delay(), scheduled);
              assertThat(again.spendsAttempt()).isTrue();
            });
  }

  @Test
  void isGivenUpAfterTheTenthFailure() {
    receiver.answerWith(WebhookAnswer.ofStatus(500));

    assertThat(again(settings(endpoint("hook")), "hook", 9))
        .isEqualTo(new Verdict.Dead("answered 500"));
  }

  @Test
  void isDoneWhereAFurtherTryWasTaken() {
    assertThat(again(settings(endpoint("hook")), "hook", 4)).isEqualTo(new Verdict.Done());
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void isDoneWithAnEndpointThatWasRemovedMeanwhile() {
    assertThat(again(settings(endpoint("other")), "hook", 1)).isEqualTo(new Verdict.Done());
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void tellsOnlyEndpointsThatWantTheEvent() {
    var settings =
        settings(
            endpoint("everything"),
            endpoint("successes", "payment.succeeded"),
            endpoint("failures", "payment.failed"),
            new WebhookEndpoint(
                "switched-off",
                DEMO,
                URI.create(receiver.url()),
                List.of(Secret.of(KEY)),
                Set.of(),
                false));

    delivered(settings);

    assertThat(meters.find("tollgate.webhooks").counters())
        .extracting(counter -> counter.getId().getTag("endpoint"))
        .containsExactlyInAnyOrder("everything", "successes");
    assertThat(receiver.received()).hasSize(2);
  }

  @Test
  void tellsTheOthersWhereOneIsDown() {
    var down =
        new WebhookEndpoint(
            "down", DEMO, URI.create("http://127.0.0.1:1/"), List.of(Secret.of(KEY)), Set.of());

    delivered(settings(down, endpoint("up")));

    assertThat(receiver.received()).hasSize(1);
    assertThat(queue.scheduled())
        .extracting(DelayedTask::id)
        .containsExactly("hook:" + NOTICE.id() + ":down");
  }

  @Test
  void failsWhereAFailedNoticeCannotBeScheduled() {
    receiver.answerWith(WebhookAnswer.ofStatus(500));
    queue.away = true;

    deliverNotice(settings(endpoint("hook")))
        .deliver(NOTICE)
        .as(StepVerifier::create)
        .expectErrorMessage("the queue is away")
        .verify(LIMIT);
  }

  @Test
  void leavesToTheQueueWhatIsTooMuchForAnEndpointAtOnce() {
    receiver.answerWith(WebhookAnswer.never());
    var deliverNotice = deliverNotice(settings(endpoint("hook")), new WebhookProperties(true, 1));
    var hanging = deliverNotice.deliver(NOTICE).subscribe();
    try {
      deliverNotice.deliver(NOTICE).as(StepVerifier::create).expectComplete().verify(LIMIT);

      assertThat(queue.scheduled())
          .singleElement()
          .satisfies(task -> assertAbout(task.delay(), Duration.ofSeconds(2)));
    } finally {
      hanging.dispose();
    }
  }

  @Test
  void dropsTheConnectionOfAHugeAnswer() {
    var sent = new AtomicLong();
    var piece = new byte[16 * 1024];
    var server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) ->
                request
                    .receive()
                    .then()
                    .thenMany(
                        response.sendByteArray(
                            Flux.range(0, 4_096)
                                .map(_ -> piece)
                                .doOnNext(next -> sent.addAndGet(next.length))))
                    .then())
            .bindNow();
    try {
      var endless =
          new WebhookEndpoint(
              "endless",
              DEMO,
              URI.create("http://127.0.0.1:" + server.port() + "/"),
              List.of(Secret.of(KEY)),
              Set.of());

      outcome(endless, new Delivered(200));

      // What stood in the sockets' buffers was sent too, and read by nobody.
      assertThat(sent).hasValueLessThan(16L << 20);
    } finally {
      server.disposeNow();
    }
  }

  @Test
  void callsNoPlainHttpOutsideOfTheSandbox() {
    var guarded =
        new WebhookClient(new WebhookProperties(false, 32), HttpResources.get(), Clock.systemUTC());

    guarded
        .send(NOTICE, endpoint("hook"))
        .as(StepVerifier::create)
        .expectNext(new Failed("only https addresses are called", Duration.ZERO))
        .expectComplete()
        .verify(LIMIT);
    assertThat(receiver.received()).isEmpty();
    guarded.destroy();
  }

  @Test
  void callsNoPrivateAddressOutsideOfTheSandbox() {
    var guarded =
        new WebhookClient(new WebhookProperties(false, 32), HttpResources.get(), Clock.systemUTC());
    var inside =
        new WebhookEndpoint(
            "inside",
            DEMO,
            URI.create("https://127.0.0.1:" + receiver.port() + "/"),
            List.of(Secret.of(KEY)),
            Set.of());

    guarded
        .send(NOTICE, inside)
        .as(StepVerifier::create)
        .expectNext(new Failed("PrivateAddress", Duration.ZERO))
        .expectComplete()
        .verify(LIMIT);
    guarded.destroy();
  }

  private void outcome(WebhookEndpoint endpoint, DeliveryOutcome expected) {
    client
        .send(NOTICE, endpoint)
        .as(StepVerifier::create)
        .expectNext(expected)
        .expectComplete()
        .verify(LIMIT);
  }

  private void delivered(InMemorySettings settings) {
    deliverNotice(settings).deliver(NOTICE).as(StepVerifier::create).expectComplete().verify(LIMIT);
  }

  private Verdict again(InMemorySettings settings, String endpoint, int attempt) {
    var scheduling = new RecordedTasks();
    scheduled(new NoticeTasks(scheduling).deliverLater(NOTICE, endpoint, Duration.ZERO));
    var task = scheduling.scheduled().getFirst();
    var claimed =
        new ClaimedTask(task.shard(), task.id(), task.body(), "t", attempt, Duration.ZERO);
    var verdicts = new ArrayList<Verdict>();
    deliverNotice(settings)
        .again(claimed)
        .as(StepVerifier::create)
        .consumeNextWith(verdicts::add)
        .expectComplete()
        .verify(LIMIT);
    return verdicts.getFirst();
  }

  private static void scheduled(Mono<Void> scheduling) {
    scheduling.as(StepVerifier::create).expectComplete().verify(LIMIT);
  }

  private DeliverNotice deliverNotice(InMemorySettings settings) {
    return deliverNotice(settings, new WebhookProperties(true, 32));
  }

  private DeliverNotice deliverNotice(InMemorySettings settings, WebhookProperties properties) {
    return new DeliverNotice(
        LivePictures.of(settings), settings, client, new NoticeTasks(queue), properties, meters);
  }

  private static InMemorySettings settings(WebhookEndpoint... endpoints) {
    return new InMemorySettings(
        new Settings.Parts(
            List.of(new Merchant(DEMO, "Demo shop", true, 100)),
            List.of(),
            List.of(endpoints),
            List.of(),
            List.of(),
            List.of()));
  }

  private static WebhookEndpoint endpoint(String id, String... events) {
    return new WebhookEndpoint(
        id, DEMO, URI.create(receiver.url()), List.of(Secret.of(KEY)), Set.of(events));
  }

  /** Up to a tenth later than scheduled, never earlier. */
  private static void assertAbout(Duration delay, Duration scheduled) {
    assertThat(delay).isBetween(scheduled, scheduled.plus(scheduled.dividedBy(10)));
  }
}
