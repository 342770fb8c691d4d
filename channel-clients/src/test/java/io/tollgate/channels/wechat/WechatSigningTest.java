package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.API_V3_KEY;
import static io.tollgate.channels.wechat.WechatFixtures.JSON;
import static io.tollgate.channels.wechat.WechatFixtures.KEY_ID;
import static io.tollgate.channels.wechat.WechatFixtures.MCHID;
import static io.tollgate.channels.wechat.WechatFixtures.MERCHANT;
import static io.tollgate.channels.wechat.WechatFixtures.NOW;
import static io.tollgate.channels.wechat.WechatFixtures.PLATFORM;
import static io.tollgate.channels.wechat.WechatFixtures.SERIAL;
import static io.tollgate.channels.wechat.WechatFixtures.answered;
import static io.tollgate.channels.wechat.WechatFixtures.keys;
import static io.tollgate.channels.wechat.WechatFixtures.method;
import static io.tollgate.channels.wechat.WechatFixtures.notice;
import static io.tollgate.channels.wechat.WechatFixtures.order;
import static io.tollgate.channels.wechat.WechatFixtures.ours;
import static io.tollgate.channels.wechat.WechatFixtures.refundNotice;
import static io.tollgate.channels.wechat.WechatFixtures.seal;
import static io.tollgate.channels.wechat.WechatFixtures.signing;
import static io.tollgate.channels.wechat.WechatFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.auth.WechatPay2Validator;
import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.refund.model.RefundNotification;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.wechat.WechatMessages.Prepay;
import io.tollgate.channels.wechat.WechatMessages.Sealed;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures and seals, crossed with the vendor's SDK. */
class WechatSigningTest {

  private static final Pattern TIME_AND_NONCE =
      Pattern.compile("nonce_str=\"([^\"]+)\",timestamp=\"([0-9]+)\"");

  /** RSA of this kind gives one signature for one text, so equality goes both ways. */
  @ParameterizedTest
  @CsvSource({
    "GET, https://api.mch.weixin.qq.com/v3/certificates, ''",
    "GET, https://api.mch.weixin.qq.com/v3/pay/transactions/id/1?mchid=1900000109, ''",
    "GET, https://api.mch.weixin.qq.com/v3/a%2Fb%20c/d?x=%E4%B8%AD&y=a%2Bb, ''",
    "POST, https://api.mch.weixin.qq.com/v3/pay/transactions/native, '{\"description\":\"中文\"}'",
  })
  void signsAsTheVendorsSdkDoes(String verb, String address, String body) {
    var uri = URI.create(address);
    var theirs =
        new WechatPay2Credential(MCHID, new RSASigner(SERIAL, MERCHANT.getPrivate()))
            .getAuthorization(uri, verb, body);
    var found = TIME_AND_NONCE.matcher(theirs);
    assertThat(found.find()).isTrue();
    var at = Instant.ofEpochSecond(Long.parseLong(found.group(2)));
    var sameMoment = new WechatSigning(Clock.fixed(at, ZoneOffset.UTC), () -> found.group(1));
    var request =
        verb.equals("GET") ? WechatRequest.get(uri) : WechatRequest.post(uri, body.getBytes(UTF_8));

    assertThat(sameMoment.authorization(request, ours())).isEqualTo(theirs);
  }

  @Test
  void takesANewNonceForEachRequest() {
    var signing = WechatSigning.at(WechatFixtures.CLOCK);
    var request = WechatRequest.get(URI.create("https://a.b/c"));

    assertThat(signing.authorization(request, ours()))
        .isNotEqualTo(signing.authorization(request, ours()))
        .matches(".*nonce_str=\"[0-9A-F]{32}\".*");
  }

  @Test
  void readsAnswersAsTheVendorsSdkDoes() {
    var now = Instant.now();
    var validator = new WechatPay2Validator(new RSAVerifier(PLATFORM.getPublic(), KEY_ID));
    for (var body : new String[] {"{\"code_url\":\"weixin://wxpay/bizpayurl?pr=中\"}", ""}) {
      var bytes = body.getBytes(UTF_8);
      var headers = seal(bytes, now, PLATFORM, KEY_ID);

      assertThat(validator.validate(theirs(headers), body)).isTrue();
      assertThat(isProved(headers, bytes, now)).isTrue();
      assertThat(validator.validate(theirs(headers), body + " ")).isFalse();
      assertThat(isProved(headers, (body + " ").getBytes(UTF_8), now)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"-301, false", "-300, false", "-299, true", "0, true", "299, true", "300, false"})
  void letsClocksDifferByLessThanFiveMinutes(int seconds, boolean isProved) {
    var body = "{}".getBytes(UTF_8);

    assertThat(isProved(seal(body), body, NOW.plusSeconds(seconds))).isEqualTo(isProved);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wechatpay-timestamp",
        "wechatpay-nonce",
        "wechatpay-serial",
        "wechatpay-signature"
      })
  void needsEveryHeaderAsItWasSigned(String header) {
    var body = "{}".getBytes(UTF_8);
    var without = new TreeMap<>(seal(body));
    without.remove(header);
    var changed = new TreeMap<>(seal(body));
    changed.compute(
        header, (_, value) -> value.replace(value.charAt(5), value.charAt(5) == '7' ? '8' : '7'));

    assertThat(isProved(without, body, NOW)).isFalse();
    assertThat(isProved(changed, body, NOW)).isFalse();
  }

  @Test
  void refusesAnAnswerOfAnotherKeyAndAProbe() {
    var body = "{}".getBytes(UTF_8);
    var probe = new TreeMap<>(seal(body));
    probe.computeIfPresent("wechatpay-signature", (_, it) -> "WECHATPAY/SIGNTEST/" + it);

    assertThat(isProved(seal(body, NOW, MERCHANT, KEY_ID), body, NOW)).isFalse();
    assertThat(isProved(probe, body, NOW)).isFalse();
    assertThat(WechatProof.of(answered(200, body, probe), keys(ours()), NOW))
        .contains(new Exchange.Unknown("signature is a probe"));
  }

  @Test
  void leavesItToTheAccountWhetherAnErrorMayBeUnsigned() {
    var error = answered(404, "{\"code\":\"ORDER_NOT_EXIST\"}".getBytes(UTF_8), Map.of());
    var success = answered(200, "{}".getBytes(UTF_8), Map.of());
    var strict = ours(Map.of("unsigned-errors", "refuse"));

    assertThat(WechatProof.of(error, keys(ours()), NOW)).containsSame(error);
    assertThat(WechatProof.of(error, keys(strict), NOW).orElseThrow())
        .isInstanceOf(Exchange.Unknown.class);
    assertThat(WechatProof.of(success, keys(ours()), NOW).orElseThrow())
        .isInstanceOf(Exchange.Unknown.class);
  }

  @Test
  void refusesAnErrorThatIsSignedWrongly() {
    var body = "{\"code\":\"NOT_ENOUGH\"}".getBytes(UTF_8);
    var forged = answered(403, body, seal(body, NOW, MERCHANT, KEY_ID));

    assertThat(WechatProof.of(forged, keys(ours()), NOW).orElseThrow())
        .isInstanceOf(Exchange.Unknown.class);
  }

  @Test
  void readsNotificationsAsTheVendorsSdkDoes() {
    var parser =
        new NotificationParser(
            new RSAPublicKeyNotificationConfig.Builder()
                .publicKey(
                    WechatFixtures.pem("PUBLIC KEY", PLATFORM.getPublic().getEncoded())
                        .revealText())
                .publicKeyId(KEY_ID)
                .apiV3Key(API_V3_KEY)
                .build());
    var paid = notice("TRANSACTION.SUCCESS", transaction("SUCCESS"));
    var refunded = notice("REFUND.SUCCESS", refundNotice("SUCCESS"));

    assertThat(parser.parse(param(paid, seal(paid)), Transaction.class).getTransactionId())
        .isEqualTo(WechatFixtures.TRANSACTION);
    assertThat(
            parser
                .parse(param(refunded, seal(refunded)), RefundNotification.class)
                .getOutRefundNo())
        .isEqualTo("ref_1-500");
    assertThatThrownBy(() -> parser.parse(param(refunded, seal(paid)), Transaction.class))
        .isInstanceOf(ValidationException.class);
  }

  @Test
  void opensWhatTheVendorsSdkSealed() {
    var cipher = new WechatCipher();
    var theirs =
        new AeadAesCipher(API_V3_KEY.getBytes(UTF_8))
            .encrypt(
                "transaction".getBytes(UTF_8),
                "fdasflkja484".getBytes(UTF_8),
                "{中}".getBytes(UTF_8));
    var sealed = new Sealed("AEAD_AES_256_GCM", "fdasflkja484", "transaction", theirs);

    assertThat(cipher.open(sealed, Secret.ofText(API_V3_KEY))).contains("{中}".getBytes(UTF_8));
    assertThat(cipher.open(sealed, Secret.ofText("x" + API_V3_KEY.substring(1)))).isEmpty();
    assertThat(
            cipher.open(
                new Sealed("AEAD_AES_256_GCM", "fdasflkja484", "refund", theirs),
                Secret.ofText(API_V3_KEY)))
        .isEmpty();
    assertThat(
            cipher.open(
                new Sealed("AEAD_AES_256_GCM", "fdasflkja48", "transaction", theirs),
                Secret.ofText(API_V3_KEY)))
        .isEmpty();
    assertThat(
            cipher.open(
                new Sealed("none", "fdasflkja484", "transaction", theirs),
                Secret.ofText(API_V3_KEY)))
        .isEmpty();
    assertThat(
            cipher.open(new Sealed("AEAD_AES_256_GCM", "", null, "=%"), Secret.ofText(API_V3_KEY)))
        .isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cipher.open(sealed, Secret.ofText("too short")));
  }

  @Test
  void signsForThePageInsideWechatAndForTheApp() {
    var prepay = new Prepay(null, "wx201410272009395522657a690389285100", null);
    var page = handover("wechat_jsapi", prepay);
    var app = handover("wechat_app", prepay);
    var verifier = new RSAVerifier(MERCHANT.getPublic(), SERIAL);

    var pageText =
        WechatFixtures.APPID
            + "\n1772366400\n"
            + WechatFixtures.NONCE
            + "\nprepay_id=wx201410272009395522657a690389285100\n";
    var appText =
        WechatFixtures.APPID
            + "\n1772366400\n"
            + WechatFixtures.NONCE
            + "\nwx201410272009395522657a690389285100\n";

    assertThat(page.keySet())
        .containsExactlyInAnyOrder(
            "appId", "timeStamp", "nonceStr", "package", "signType", "paySign");
    assertThat(page).containsEntry("package", "prepay_id=wx201410272009395522657a690389285100");
    assertThat(verifier.verify(SERIAL, pageText, page.get("paySign"))).isTrue();
    assertThat(app.keySet())
        .containsExactlyInAnyOrder(
            "appid", "partnerid", "prepayid", "package", "noncestr", "timestamp", "sign");
    assertThat(app).containsEntry("package", "Sign=WXPay").containsEntry("partnerid", MCHID);
    assertThat(verifier.verify(SERIAL, appText, app.get("sign"))).isTrue();
  }

  private static Map<String, String> handover(String method, Prepay prepay) {
    var step = new WechatHandover(order(method(method), "book"), ours(), signing()).step(prepay);
    var json = JSON.readTree(((NextStep.ShowCode) step.orElseThrow()).content());
    var values = new TreeMap<String, String>();
    json.properties().forEach(field -> values.put(field.getKey(), field.getValue().asString()));
    return values;
  }

  private static boolean isProved(Map<String, String> headers, byte[] body, Instant now) {
    var answer = answered(200, body, headers);
    return WechatProof.of(answer, keys(ours()), now).filter(it -> it == answer).isPresent();
  }

  private static HttpHeaders theirs(Map<String, String> headers) {
    var all = new HttpHeaders();
    all.addHeader("Wechatpay-Timestamp", headers.get("wechatpay-timestamp"));
    all.addHeader("Wechatpay-Nonce", headers.get("wechatpay-nonce"));
    all.addHeader("Wechatpay-Serial", headers.get("wechatpay-serial"));
    all.addHeader("Wechatpay-Signature", headers.get("wechatpay-signature"));
    return all;
  }

  private static RequestParam param(byte[] body, Map<String, String> headers) {
    return new RequestParam.Builder()
        .serialNumber(headers.get("wechatpay-serial"))
        .nonce(headers.get("wechatpay-nonce"))
        .timestamp(headers.get("wechatpay-timestamp"))
        .signature(headers.get("wechatpay-signature"))
        .body(new String(body, UTF_8))
        .build();
  }
}
