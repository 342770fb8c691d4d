package io.tollgate.gateway.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Reference;
import io.tollgate.gateway.edge.signature.RequestSigner.Draft;
import io.tollgate.gateway.journey.Merchant.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What bad requests get, and that they leave nothing behind. */
class RefusingRequestsTest {

  private final RunningGateway gateway = RunningGateway.shared();
  private final Merchant merchant = gateway.merchant;

  private final String reference = Merchant.newReference();
  private final String body = Merchant.body(reference, 1299, "EUR", "pm_card_visa");

  @Test
  void refusesTheUnsigned() {
    var answer =
        merchant.send(
            HttpRequest.newBuilder(merchant.address("/v1/payments"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());

    assertRefused(answer, 401, "signature_missing");
  }

  @Test
  void refusesTheWronglySigned() {
    var answer =
        merchant.send(
            merchant.payment(body, null).POST(BodyPublishers.ofString(body + " ")).build());

    assertRefused(answer, 401, "signature_invalid");
    assertRefused(gateway.merchant("mk_unknown").post(body, null), 401, "signature_invalid");
    assertRefused(gateway.merchant("mk_closed").post(body, null), 401, "signature_invalid");
  }

  @Test
  void refusesTheLate() {
    var late = Instant.now().minus(Duration.ofSeconds(301));

    var answer =
        merchant.send(
            merchant.payment(Draft.post(merchant.address("/v1/payments"), body, late)).build());

    assertRefused(answer, 401, "signature_expired");
  }

  @Test
  void refusesTheReplayed() {
    var nonce = "n-" + reference;
    var draft = Draft.post(merchant.address("/v1/payments"), body, Instant.now()).withNonce(nonce);

    var first = merchant.send(merchant.payment(draft).build());
    var second = merchant.send(merchant.payment(draft).build());

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(401);
    assertThat(second.field("code")).isEqualTo("signature_replayed");
    var read =
        Draft.get(merchant.address("/v1/payments/" + first.field("id")), Instant.now())
            .withNonce(nonce + "-read");
    assertThat(merchant.get(read).status()).isEqualTo(200);
    assertThat(merchant.get(read).status()).isEqualTo(401);
  }

  @Test
  void pointsAtWhatIsWrongInTheBody() {
    var answer = merchant.post(Merchant.body(reference, 0, "EUR", "4111111111111111"), null);

    assertRefused(answer, 400, "invalid_request");
    var problem = answer.json().get("errors").get(0);
    assertThat(problem.get("pointer").asString()).isEqualTo("/method/token");
    assertThat(problem.get("code").asString()).isEqualTo("card_number");
    assertThat(answer.text()).doesNotContain("4111");
    assertRefused(merchant.post("{", null), 400, "invalid_request");
  }

  @Test
  void refusesWhatNoChannelTakes() {
    assertRefused(
        merchant.post(Merchant.body(reference, 1299, "BRL", "pm_card_visa"), null),
        422,
        "no_route");
  }

  @Test
  void keepsNoRefusalForWantOfARouteUnderItsKey() {
    var body = Merchant.body(reference, 1299, "BRL", "pm_card_visa");

    merchant.post(body, reference);
    var again = merchant.post(body, reference);

    assertRefused(again, 422, "no_route");
    assertThat(again.header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void refusesWhatIsTooRisky() {
    assertRefused(
        merchant.post(Merchant.body(reference, 100_000_001, "EUR", "pm_card_visa"), null),
        422,
        "risk_refused");
  }

  @Test
  void refusesTooManyPaymentsOfOneCustomerAndStillAnswersReplays() {
    var customer = ",\"customer\":{\"id\":\"c-" + reference + "\"}";
    var bodies =
        IntStream.range(0, 4)
            .mapToObj(number ->
                Merchant.body(reference + "-" + number, 100, "EUR", "pm_card_visa", customer))
            .toList();

    var answers = bodies.stream().map(one -> merchant.post(one, null)).toList();

    assertThat(answers).extracting(Answer::status).containsExactly(201, 201, 201, 422);
    assertThat(answers.getLast().field("code")).isEqualTo("risk_refused");
    assertThat(merchant.post(bodies.getFirst(), null).status()).isEqualTo(200);
  }

  @Test
  void refusesTooLargeABody() {
    var answer =
        merchant.post(
            Merchant.body(reference, 1299, "EUR", "pm_card_visa", " ".repeat(70_000)), null);

    assertRefused(answer, 413, "payload_too_large");
  }

  @Test
  void refusesAnotherContentType() {
    var draft = Draft.post(merchant.address("/v1/payments"), body, Instant.now());
    var answer =
        merchant.send(merchant.payment(draft).setHeader("Content-Type", "text/plain").build());

    assertRefused(answer, 415, "unsupported_media_type");
  }

  @Test
  void holdsAMerchantToItsRate() {
    var slow = gateway.merchant("mk_slow");

    var answers =
        IntStream.range(0, 40).parallel().mapToObj(_ -> slow.get("/v1/payments/none")).toList();

    assertThat(answers).extracting(Answer::status).contains(429);
    var limited =
        answers.stream().filter(answer -> answer.status() == 429).findFirst().orElseThrow();
    assertThat(limited.field("code")).isEqualTo("rate_limited");
    assertThat(limited.header("Retry-After")).isEqualTo("1");
    assertThat(limited.header("RateLimit-Policy")).isEqualTo("\"merchant\";q=2;w=1");
    assertThat(limited.header("RateLimit")).isEqualTo("\"merchant\";r=0;t=1");
  }

  @Test
  void knowsWhatIsNotThere() {
    assertThat(merchant.get("/v1/payments/pay_0123").status()).isEqualTo(404);
    assertThat(merchant.get("/v1/nothing").field("code")).isEqualTo("not_found");
    assertThat(
            merchant
                .send(
                    HttpRequest.newBuilder(merchant.address("/callbacks/stripe/nobody"))
                        .POST(BodyPublishers.ofString("{}"))
                        .build())
                .status())
        .isEqualTo(404);
  }

  @Test
  void takesNoCallbackThatTheChannelDidNotSign() {
    var answer =
        merchant.send(
            HttpRequest.newBuilder(merchant.address("/callbacks/stripe/demo"))
                .header("Stripe-Signature", "t=1,v1=00")
                .POST(BodyPublishers.ofString("{\"id\":\"evt_1\"}"))
                .build());

    assertThat(answer.status()).isEqualTo(401);
  }

  /** Others may use the channel's account, too; what is theirs is not to be sent again. */
  @Test
  void takesASignedCallbackAboutAPaymentOfOthers() throws Exception {
    var event =
        """
        {"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1",\
        "object":"payment_intent","status":"succeeded","amount":1299,"amount_received":1299,\
        "currency":"eur","metadata":{"attempt_id":"%s-1"}}}}\
        """
            .formatted(PaymentId.of(new MerchantId("demo"), new Reference("nobodys")));
    var unmatched = "tollgate_callbacks_unmatched_total{channel=\"stripe\"}";
    assertThat(gateway.management("/actuator/prometheus").text()).doesNotContain(unmatched);

    var answer =
        merchant.send(
            HttpRequest.newBuilder(merchant.address("/callbacks/stripe/demo"))
                .header("Stripe-Signature", signedByStripe(event))
                .POST(BodyPublishers.ofString(event))
                .build());

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(gateway.management("/actuator/prometheus").text()).contains(unmatched + " 1.0");
  }

  private static String signedByStripe(String event) throws Exception {
    var seconds = Instant.now().getEpochSecond();
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("whsec_sandbox_stripe".getBytes(UTF_8), "HmacSHA256"));
    var signature = HexFormat.of().formatHex(mac.doFinal((seconds + "." + event).getBytes(UTF_8)));
    return "t=" + seconds + ",v1=" + signature;
  }

  private void assertRefused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.field("code")).isEqualTo(code);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.field("request_id")).isEqualTo(answer.header("Request-Id"));
    assertThat(merchant.get("/v1/payments?reference=" + reference).status()).isEqualTo(404);
  }
}
