package io.tollgate.gateway.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.tollgate.domain.merchant.Secret;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignerTest {
  private static final String PAYLOAD =
      "{\"type\":\"payment.succeeded\",\"data\":{\"käse\":\"€\"}}";
  private static final byte[] KEY =
      "a-secret-of-some-thirty-two-bytes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEXT_KEY =
      "the-secret-after-the-rotation-ok".getBytes(StandardCharsets.UTF_8);

  private final long now = Instant.now().getEpochSecond();

  @ParameterizedTest
  @ValueSource(strings = {PAYLOAD, "{}", ""})
  void signsSoThatTheSpecificationsOwnLibraryVerifies(String payload) {
    var headers = headers("evt_1", sign(List.of(KEY), "evt_1", payload));

    assertThatCode(() -> verifier(KEY).verify(payload, headers)).doesNotThrowAnyException();
  }

  @Test
  void signsByTheOldAndTheNewSecretDuringARotation() {
    var signature = sign(List.of(KEY, NEXT_KEY), "evt_1", PAYLOAD);

    assertThat(signature.split(" ")).hasSize(2).allMatch(part -> part.startsWith("v1,"));
    assertThatCode(() -> verifier(KEY).verify(PAYLOAD, headers("evt_1", signature)))
        .doesNotThrowAnyException();
    assertThatCode(() -> verifier(NEXT_KEY).verify(PAYLOAD, headers("evt_1", signature)))
        .doesNotThrowAnyException();
  }

  @Test
  void isRefusedOverAChangedPayload() {
    var headers = headers("evt_1", sign(List.of(KEY), "evt_1", PAYLOAD));

    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> verifier(KEY).verify(PAYLOAD + " ", headers));
  }

  @Test
  void isRefusedUnderAnotherId() {
    var headers = headers("evt_2", sign(List.of(KEY), "evt_1", PAYLOAD));

    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> verifier(KEY).verify(PAYLOAD, headers));
  }

  @Test
  void isRefusedByAnotherSecret() {
    var headers = headers("evt_1", sign(List.of(KEY), "evt_1", PAYLOAD));

    assertThatExceptionOfType(WebhookVerificationException.class)
        .isThrownBy(() -> verifier(NEXT_KEY).verify(PAYLOAD, headers));
  }

  private String sign(List<byte[]> keys, String id, String payload) {
    return WebhookSigner.signature(keys.stream().map(Secret::of).toList(), id, now, payload);
  }

  private HttpHeaders headers(String id, String signature) {
    return HttpHeaders.of(
        Map.of(
            "webhook-id", List.of(id),
            "webhook-timestamp", List.of(Long.toString(now)),
            "webhook-signature", List.of(signature)),
        (_, _) -> true);
  }

  private static Webhook verifier(byte[] key) throws EmptyWebhookSecretException {
    return new Webhook("whsec_" + Base64.getEncoder().encodeToString(key));
  }
}
