package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PAYMENT;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.SECRET;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.account;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.attempt;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.callback;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.order;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mercadopago.exceptions.MPInvalidWebhookSignatureException;
import com.mercadopago.webhook.WebhookSignatureValidator;
import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications, and their signatures crossed with Mercado Pago's own SDK. */
class MercadoPagoCallbacksTest {

  private static final String REQUEST_ID = "2066ca19-c6f1-498a-be75-1923005edd06";
  private static final String TIME = "1742505638683";
  private static final String QUERY =
      "source_news=webhooks&attempt=" + attempt(order()) + "&data.id=" + PAYMENT + "&type=payment";
  private static final String BODY = body("payment", "\"" + PAYMENT + "\"");

  @Test
  void takesANotificationForAHint() {
    assertThat(read(QUERY, signature(PAYMENT), BODY)).isEqualTo(new Hint(attempt(order())));
  }

  @Test
  void readsAnIdThatIsANumber() {
    assertThat(read(QUERY, signature(PAYMENT), body("payment", PAYMENT))).isInstanceOf(Hint.class);
  }

  @Test
  void acceptsTheSecretThatIsBeingReplaced() {
    var account = account();
    var secrets = new HashMap<>(account.secrets());
    secrets.put("webhook", Secret.ofText("new"));
    assertThat(read(QUERY, signature(PAYMENT), BODY, with(account, secrets)))
        .isInstanceOf(Refused.class);

    secrets.put("webhook-previous", Secret.ofText(SECRET));
    assertThat(read(QUERY, signature(PAYMENT), BODY, with(account, secrets)))
        .isInstanceOf(Hint.class);
  }

  @Test
  void acceptsNothingWithoutASecret() {
    var emptily = signature("", PAYMENT, REQUEST_ID);
    var secrets = Map.of("webhook", Secret.ofText(""));

    assertThat(read(QUERY, signature(PAYMENT), BODY, with(account(), Map.of())))
        .isInstanceOf(Refused.class);
    assertThat(read(QUERY, emptily, BODY, with(account(), secrets))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "payment, Hint",
    "merchant_order, Irrelevant",
    "topic_merchant_order_wh, Irrelevant",
    "chargebacks, Irrelevant",
    "subscription_preapproval, Irrelevant",
  })
  void leavesWhatIsNotAboutPaymentsAlone(String type, String reading) {
    var said = read(QUERY, signature(PAYMENT), body(type, "\"" + PAYMENT + "\""));

    assertThat(MercadoPagoFixtures.name(said)).isEqualTo(reading);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.id=" + PAYMENT + "&type=payment",
        "attempt=&data.id=" + PAYMENT,
        "attempt=order-1&data.id=" + PAYMENT
      })
  void cannotTellWhichAttemptAnAddressWithoutOneIsAbout(String query) {
    assertThat(read(query, signature(PAYMENT), BODY)).isInstanceOf(Irrelevant.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "attempt=pay_1",
        "attempt=%zz&data.id=" + PAYMENT,
        "data.id=" + PAYMENT + "&data.id=1",
        "data.id=90000000002",
      })
  void refusesAnAddressThatIsNotWhatWasSigned(String query) {
    assertThat(read(query, signature(PAYMENT), BODY)).isInstanceOf(Refused.class);
  }

  @Test
  void refusesABodyAboutSomethingElse() {
    assertThat(read(QUERY, signature(PAYMENT), body("payment", "\"90000000002\"")))
        .isInstanceOf(Refused.class);
    assertThat(read(QUERY, signature(PAYMENT), "{\"type\":\"payment\"}"))
        .isInstanceOf(Refused.class);
    assertThat(read(QUERY, signature(PAYMENT), "<xml/>")).isInstanceOf(Refused.class);
  }

  @Test
  void takesAnUnsignedNotificationForAHintOnlyWhereTheAccountSaysSo() {
    var trusting = account("https://x.example", Map.of("unsigned-callbacks", "hint"));
    var wrong = signature("other", PAYMENT, REQUEST_ID);

    assertThat(MercadoPagoCallbacks.read(callback(QUERY, Map.of(), BODY), account()))
        .isInstanceOf(Refused.class);
    assertThat(MercadoPagoCallbacks.read(callback(QUERY, Map.of(), BODY), trusting))
        .isInstanceOf(Hint.class);
    assertThat(read(QUERY, wrong, BODY, trusting)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "ts=1742505638683",
        "ts=1742505638683,v2=x",
        "v1=x",
        "ts=,v1=x",
        "ts=x,v1=x",
        "=,=,,=x",
      })
  void refusesASignatureThatIsNone(String header) {
    assertThat(read(QUERY, header, BODY)).isInstanceOf(Refused.class);
    assertThat(accepts(header, REQUEST_ID, PAYMENT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        // the request's id and the thing's, as far as they are there
        REQUEST_ID + ", " + PAYMENT,
        "none, " + PAYMENT,
        REQUEST_ID + ", ''",
        "none, ''",
        "' ', ' '",
        REQUEST_ID + ", ord01jq4s4ky8hwq6na5pxb65b3d3",
      })
  void signsWhatTheOfficialClientAcceptsAndTheOtherWayRound(String requestId, String dataId) {
    var id = Optional.ofNullable(requestId);
    var manifest = MercadoPagoSigning.manifest(id, dataId, TIME);
    var ours = "ts=" + TIME + ",v1=" + hex(SECRET, manifest);
    var secrets = List.of(Secret.ofText(SECRET));

    assertThat(accepts(ours, requestId, dataId)).isTrue();
    assertThat(MercadoPagoSigning.problem(ours, id, dataId, secrets)).isEmpty();
    assertThat(
            MercadoPagoSigning.problem(
                " TS = " + TIME + " , V1=" + hex(SECRET, manifest), id, dataId, secrets))
        .isEmpty();
  }

  @Test
  void acceptsAnIdOfLettersInEitherCase() {
    var raw = "ORD01JQ4S4KY8HWQ6NA5PXB65B3D3";
    for (var signed : List.of(raw, raw.toLowerCase(Locale.ROOT))) {
      var header = signature(signed);
      assertThat(
              MercadoPagoSigning.problem(
                  header, Optional.of(REQUEST_ID), raw, List.of(Secret.ofText(SECRET))))
          .isEmpty();
      // The released client lowers what it is given; the newest source does not.
      assertThat(accepts(header, REQUEST_ID, raw)).isEqualTo(!signed.equals(raw));
    }
  }

  /** The SDK signs nothing by itself: what it accepts and refuses is held against us. */
  @Test
  void agreesWithTheOfficialClientOnDamagedSignatures() {
    var seed = Long.getLong("tollgate.seed", System.nanoTime());
    var dice = new SplittableRandom(seed);
    var good = signature(PAYMENT);
    for (int round = 0; round < 3_000; round++) {
      var header = damaged(good, dice);
      var dataId = dice.nextInt(4) == 0 ? damaged(PAYMENT, dice) : PAYMENT;
      var ours =
          MercadoPagoSigning.problem(
              header, Optional.of(REQUEST_ID), dataId, List.of(Secret.ofText(SECRET)));
      assertThat(ours.isEmpty())
          .as("seed %d: %s of %s", seed, header, dataId)
          .isEqualTo(accepts(header, REQUEST_ID, dataId));
    }
  }

  @Test
  void acknowledgesWithASuccess() {
    try (var wire = new MercadoPagoWire()) {
      assertThat(wire.channel().acknowledgement().status()).isEqualTo(200);
    }
  }

  static String signature(String dataId) {
    return signature(SECRET, dataId, REQUEST_ID);
  }

  static Map<String, List<String>> headers(String signature) {
    return Map.of("x-signature", List.of(signature), "x-request-id", List.of(REQUEST_ID));
  }

  static String body(String type, String id) {
    return "{\"id\":12345,\"live_mode\":false,\"type\":\"%s\",\"data\":{\"id\":%s}}"
        .formatted(type, id);
  }

  private static String signature(String secret, String dataId, String requestId) {
    return "ts="
        + TIME
        + ",v1="
        + hex(secret, "id:" + dataId + ";request-id:" + requestId + ";ts:" + TIME + ";");
  }

  private static String hex(String secret, String text) {
    return secret.isEmpty() ? "" : Hmac.SHA256.hex(Secret.ofText(secret), text.getBytes(UTF_8));
  }

  private static boolean accepts(String header, String requestId, String dataId) {
    try {
      WebhookSignatureValidator.validate(header, requestId, dataId, SECRET);
      return true;
    } catch (MPInvalidWebhookSignatureException refused) {
      return false;
    }
  }

  private static String damaged(String text, SplittableRandom dice) {
    int at = dice.nextInt(text.length());
    var head = text.substring(0, at);
    var tail = text.substring(at + 1);
    return switch (dice.nextInt(5)) {
      case 0 -> head + tail;
      case 1 -> head + (char) dice.nextInt(32, 127) + tail;
      case 2 -> head + text.charAt(at) + text.charAt(at) + tail;
      case 3 -> head + " " + text.charAt(at) + tail;
      default -> text + ",v2=" + head;
    };
  }

  private static CallbackReading read(String query, String signature, String body) {
    return read(query, signature, body, account());
  }

  private static CallbackReading read(
      String query, String signature, String body, ChannelAccount account) {
    return MercadoPagoCallbacks.read(callback(query, headers(signature), body), account);
  }

  private static ChannelAccount with(ChannelAccount account, Map<String, Secret> secrets) {
    return new ChannelAccount(
        account.id(), account.baseUrl(), secrets, account.options(), account.limits());
  }
}
