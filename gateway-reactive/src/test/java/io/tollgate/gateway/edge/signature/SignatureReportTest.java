package io.tollgate.gateway.edge.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.edge.signature.RequestSigner.Draft;
import io.tollgate.gateway.edge.signature.SignatureReport.Difference;
import io.tollgate.gateway.edge.signature.Verification.Missing;
import io.tollgate.gateway.edge.signature.Verification.Valid;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureReportTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final SignedRequest SIGNED =
      Vectors.signer("mk_demo")
          .request(Draft.post(URI.create("https://pay.example/v1/payments"), "{}", NOW));

  private final RequestSignatures signatures = new RequestSignatures();

  @Test
  void findsNoDifferenceWhereThereIsNone() {
    var report = report(base());

    assertThat(report.verification()).isInstanceOf(Valid.class);
    assertThat(report.difference()).isNull();
  }

  @Test
  void showsTheFirstCharacterThatDiffers() {
    var report = report(base().replace("/v1/payments", "/v1/payment/"));

    assertThat(report.difference())
        .isEqualTo(new Difference(3, 21, "\"@path\": /v1/payments", "\"@path\": /v1/payment/"));
  }

  @Test
  void noticesANewlineTooMany() {
    assertThat(report(base() + "\n").difference()).isEqualTo(new Difference(7, 1, null, ""));
  }

  @Test
  void noticesALineTooFew() {
    var report = report(base().substring(0, base().lastIndexOf('\n')));

    assertThat(report.difference()).isNotNull();
    assertThat(report.difference().line()).isEqualTo(6);
    assertThat(report.difference().theirs()).isNull();
  }

  @Test
  void noticesWindowsLineEnds() {
    assertThat(report(base().replace("\n", "\r\n")).difference())
        .isEqualTo(new Difference(1, 16, "\"@method\": POST", "\"@method\": POST\r"));
  }

  @Test
  void showsWhatWasExpectedOfARequestThatIsNotSigned() {
    var bare =
        new SignedRequest("POST", "pay.example", "/v1/payments", "", Map.of(), SIGNED.body());

    var report = signatures.report(bare, Vectors::key, NOW, null);

    assertThat(report.verification()).isInstanceOf(Missing.class);
    assertThat(report.base())
        .startsWith("\"@method\": POST", "\"@authority\": pay.example", "\"@path\": /v1/payments")
        .contains("\"content-digest\": " + report.contentDigest())
        .endsWith(
            "\"@signature-params\": (\"@method\" \"@authority\" \"@path\" \"@query\""
                + " \"content-digest\");created=1767268800;keyid=\"<your key id>\"");
  }

  private SignatureReport report(String theirs) {
    return signatures.report(SIGNED, Vectors::key, NOW, theirs);
  }

  private String base() {
    return String.join("\n", signatures.report(SIGNED, Vectors::key, NOW, null).base());
  }
}
