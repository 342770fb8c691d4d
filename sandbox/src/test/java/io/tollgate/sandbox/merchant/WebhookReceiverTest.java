package io.tollgate.sandbox.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest {

  private static final String SECRET = WebhookReceiverProgram.DEMO_SECRET;
  private static final String PAYLOAD = "{\"type\":\"payment.succeeded\",\"data\":{\"a\":\"<é>\"}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private WebhookReceiver receiver;

  @BeforeEach
  void start() {
    receiver = WebhookReceiver.start(0, SECRET, lines::add);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void acceptsWhatTheStandardsOwnLibrarySigned() throws Exception {
    HttpResponse<String> answer = send("msg_1", Instant.now(), sign("msg_1", Instant.now()));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(receiver.received())
        .singleElement()
        .satisfies(webhook -> {
          assertThat(webhook.id()).isEqualTo("msg_1");
          assertThat(webhook.type()).isEqualTo("payment.succeeded");
          assertThat(webhook.payload()).isEqualTo(PAYLOAD);
          assertThat(webhook.verified()).isTrue();
        });
    assertThat(lines).containsExactly("webhook verified payment.succeeded msg_1");
  }

  @Test
  void acceptsAnyOfSeveralSignatures() throws Exception {
    Instant now = Instant.now();
    String several = "v1,AAAA v1a,rubbish not-one " + sign("msg_1", now);

    assertThat(send("msg_1", now, several).statusCode()).isEqualTo(204);
  }

  @Test
  void refusesAnotherIdAnOldTimestampAndNoSignature() throws Exception {
    Instant now = Instant.now();
    Instant old = now.minus(Duration.ofMinutes(6));

    assertThat(send("msg_2", now, sign("msg_1", now)).statusCode()).isEqualTo(401);
    assertThat(send("msg_1", old, sign("msg_1", old)).statusCode()).isEqualTo(401);
    assertThat(send("msg_1", now, "v1,").statusCode()).isEqualTo(401);
    assertThat(receiver.received()).hasSize(3).noneMatch(WebhookReceiver.Received::verified);
  }

  @Test
  void answersAsScripted() throws Exception {
    receiver.answerWith(
        WebhookAnswer.ofStatus(503)
            .retryAfter(Duration.ofSeconds(7))
            .after(Duration.ofMillis(200))
            .withBody(100_000));
    long start = System.nanoTime();

    HttpResponse<String> answer = send("msg_1", Instant.now(), sign("msg_1", Instant.now()));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    assertThat(answer.body()).hasSize(100_000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
  }

  @Test
  void hangsWhenScripted() {
    receiver.answerWith(WebhookAnswer.never());

    assertThatThrownBy(() -> send("msg_1", Instant.now(), sign("msg_1", Instant.now())))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void showsWhatItReceivedToPeople() throws Exception {
    send("msg_1", Instant.now(), sign("msg_1", Instant.now()));

    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/")).build();
    String page = http.send(request, HttpResponse.BodyHandlers.ofString()).body();

    assertThat(page)
        .contains("msg_1")
        .contains("payment.succeeded")
        .contains("http-equiv=\"refresh\"")
        .contains("&lt;é&gt;")
        .doesNotContain("<é>");
  }

  private static String sign(String id, Instant at) throws Exception {
    return new Webhook(SECRET).sign(id, at.getEpochSecond(), PAYLOAD);
  }

  private HttpResponse<String> send(String id, Instant at, String signature) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(receiver.url()))
            .timeout(Duration.ofSeconds(3))
            .header("Content-Type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", String.valueOf(at.getEpochSecond()))
            .header("webhook-signature", signature)
            .POST(HttpRequest.BodyPublishers.ofString(PAYLOAD))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
