package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.ANTOMS;
import static io.tollgate.channels.antom.AntomFixtures.CLIENT_ID;
import static io.tollgate.channels.antom.AntomFixtures.OURS;
import static io.tollgate.channels.antom.AntomFixtures.secret;
import static io.tollgate.channels.antom.AntomFixtures.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.global.api.tools.SignatureTool;
import com.alipay.global.api.tools.WebhookTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crosses our signatures with those of Antom's own SDK. */
class AntomSigningTest {

  private static final String PATH = "/ams/api/v1/payments/pay";
  private static final String TIME = "1772366400000";
  private static final String BODY = "{\"order\":\"Zwölf Bücher + mehr %2B\"}";

  @Test
  void signsTheContentThatTheSdkSigns() {
    assertThat(new String(content(BODY), UTF_8))
        .isEqualTo(SignatureTool.genSignContent("POST", PATH, CLIENT_ID, TIME, BODY));
  }

  @Test
  void signsAsTheSdkDoes() throws Exception {
    var header = AntomSigning.header(secret(OURS, true), "1", content(BODY));

    assertThat(header)
        .isEqualTo(
            "algorithm=RSA256,keyVersion=1,signature="
                + SignatureTool.sign("POST", PATH, CLIENT_ID, TIME, BODY, text(OURS, true)));
  }

  @Test
  void isVerifiedByTheSdk() throws Exception {
    var header = AntomSigning.header(secret(OURS, true), "1", content(BODY));
    var signature = header.substring(header.indexOf("signature=") + "signature=".length());

    assertThat(
            SignatureTool.verify("POST", PATH, CLIENT_ID, TIME, BODY, signature, text(OURS, false)))
        .isTrue();
    assertThat(
            SignatureTool.verify(
                "POST", PATH, CLIENT_ID, TIME, BODY + " ", signature, text(OURS, false)))
        .isFalse();
  }

  @Test
  void verifiesWhatTheSdkSigned() throws Exception {
    var signature = SignatureTool.sign("POST", PATH, CLIENT_ID, TIME, BODY, text(ANTOMS, true));
    var header = "algorithm=RSA256,keyVersion=1,signature=" + signature;

    assertThat(verifies(BODY, header)).isTrue();
    assertThat(verifies(BODY.replace("Z", "z"), header)).isFalse();
  }

  @Test
  void agreesWithTheSdkOnNotifications() throws Exception {
    var header = AntomSigning.header(secret(ANTOMS, true), "1", content(BODY));

    assertThat(
            WebhookTool.checkSignature(
                PATH, "POST", CLIENT_ID, TIME, header, BODY, text(ANTOMS, false)))
        .isTrue();
  }

  @Test
  void refusesASignatureOverAnyOtherByte() {
    var header = AntomSigning.header(secret(ANTOMS, true), "1", content(BODY));
    var content = content(BODY);

    for (int at = 0; at < content.length; at++) {
      var changed = content.clone();
      changed[at] ^= 1;
      assertThat(AntomSigning.verifies(secret(ANTOMS, false), changed, header))
          .as("byte %d", at)
          .isFalse();
    }
  }

  @Test
  void refusesTheSignatureOfAnotherKeyOrAlgorithmOrTwo() {
    var good = AntomSigning.header(secret(ANTOMS, true), "1", content(BODY));

    assertThat(verifies(BODY, good)).isTrue();
    assertThat(verifies(BODY, AntomSigning.header(secret(OURS, true), "1", content(BODY))))
        .isFalse();
    assertThat(verifies(BODY, good.replace("RSA256", "none"))).isFalse();
    assertThat(verifies(BODY, good + ",signature=AAAA")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "signature=", "signature=%", "signature=%zz", "signature=AAAA"})
  void refusesWhatIsNoSignature(String header) {
    assertThat(verifies(BODY, header)).isFalse();
  }

  private static boolean verifies(String body, String header) {
    return AntomSigning.verifies(secret(ANTOMS, false), content(body), header);
  }

  private static byte[] content(String body) {
    return AntomSigning.content(PATH, CLIENT_ID, TIME, body.getBytes(UTF_8));
  }
}
