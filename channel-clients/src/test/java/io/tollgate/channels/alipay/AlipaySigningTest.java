package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.ALIPAYS;
import static io.tollgate.channels.alipay.AlipayFixtures.OURS;
import static io.tollgate.channels.alipay.AlipayFixtures.account;
import static io.tollgate.channels.alipay.AlipayFixtures.notification;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Signatures crossed with Alipay's own SDK. */
class AlipaySigningTest {

  private static final String PUBLIC =
      Base64.getEncoder().encodeToString(OURS.getPublic().getEncoded());
  private static final String ALIPAYS_PUBLIC =
      Base64.getEncoder().encodeToString(ALIPAYS.getPublic().getEncoded());
  private static final String ALIPAYS_PRIVATE =
      Base64.getEncoder().encodeToString(ALIPAYS.getPrivate().getEncoded());

  @Test
  void signsRequestsAsTheSdkReadsThem() throws AlipayApiException {
    var parameters = request();

    assertThat(AlipaySigning.requestContent(parameters))
        .isEqualTo(AlipaySignature.getSignContent(parameters))
        .contains("sign_type=RSA2");
    assertThat(
            AlipaySignature.rsaCheck(
                AlipaySigning.requestContent(parameters),
                AlipaySigning.ofRequest(parameters, account()),
                PUBLIC,
                "utf-8",
                "RSA2"))
        .isTrue();
  }

  @Test
  void readsNotificationsThatTheSdkSigned() throws AlipayApiException {
    var fields = new TreeMap<>(notification("TRADE_SUCCESS"));
    fields.put(
        "sign",
        AlipaySignature.rsaSign(
            AlipaySigning.notificationContent(fields), ALIPAYS_PRIVATE, "utf-8", "RSA2"));
    fields.put("sign_type", "RSA2");

    assertThat(AlipaySigning.isNotification(fields, account())).isTrue();
    assertThat(AlipaySignature.rsaCheckV1(new HashMap<>(fields), ALIPAYS_PUBLIC, "utf-8", "RSA2"))
        .isTrue();
  }

  @Test
  void keepsTheRulesOfRequestsAndNotificationsApart() {
    var fields = new TreeMap<>(notification("TRADE_SUCCESS"));
    fields.put("sign_type", "RSA2");
    fields.put("sign", AlipayFixtures.sign(AlipaySigning.requestContent(fields)));

    assertThat(AlipaySigning.isNotification(fields, account())).isFalse();
  }

  @Test
  void refusesWhatWasChanged() {
    var node = "{\"url\":\"https:\\/\\/a.b\",\"code\":\"10000\"}";
    var sign = AlipayFixtures.sign(node);

    assertThat(AlipaySigning.isAnswer(node.getBytes(UTF_8), sign, account())).isTrue();
    assertThat(AlipaySigning.isAnswer(node.replace("\\/", "/").getBytes(UTF_8), sign, account()))
        .isFalse();
    assertThat(AlipaySigning.isAnswer(node.getBytes(UTF_8), "no base64", account())).isFalse();
    assertThat(AlipaySigning.isAnswer(node.getBytes(UTF_8), null, account())).isFalse();
  }

  @Test
  void cutsANodeOutByteByByte() {
    var node = "{\"a\":\"}\\\"{\",\"b\":[1,{\"c\":\"\\/\"}], \"d\" : \"支付\"}";
    var body = " {\"x_response\": " + node + " ,\"n\":12,\"sign\":\"a\\/b==\"} ";
    var members = AlipayNodes.read(body.getBytes(UTF_8)).orElseThrow();

    assertThat(new String(members.get("x_response"), UTF_8)).isEqualTo(node);
    assertThat(AlipayNodes.text(members.get("sign"))).contains("a/b==");
    assertThat(new String(members.get("n"), UTF_8)).isEqualTo("12");
  }

  @Test
  void readsNoObjectThatIsCutOrNamesAMemberTwice() {
    for (var body :
        new String[] {
          "",
          "{",
          "[]",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":{}",
          "{\"a\":1}x",
          "{\"a\":1,\"a\":2}",
          "{\"a\":\"",
          "{\"a\":\"\\",
          "{\"a\":1,}",
          "null"
        }) {
      assertThat(AlipayNodes.read(body.getBytes(UTF_8))).as(body).isEmpty();
    }
  }

  private static Map<String, String> request() {
    var parameters = new TreeMap<String, String>();
    parameters.put("app_id", "2021");
    parameters.put("method", AlipayRequests.QUERY);
    parameters.put("sign_type", "RSA2");
    parameters.put("empty", "");
    parameters.put("biz_content", "{\"subject\":\"十二本书 & more\"}");
    return parameters;
  }
}
