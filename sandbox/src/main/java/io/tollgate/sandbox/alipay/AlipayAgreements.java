package io.tollgate.sandbox.alipay;

import static io.tollgate.sandbox.alipay.AlipayJson.failed;
import static io.tollgate.sandbox.alipay.AlipayJson.ok;
import static io.tollgate.sandbox.alipay.AlipayJson.text;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the methods about agreements do to the book, and answer. */
final class AlipayAgreements {

  private final AlipayBook book;
  private final AlipayNotices notices;

  AlipayAgreements(AlipayBook book, AlipayNotices notices) {
    this.book = book;
    this.notices = notices;
  }

  ObjectNode call(String method, JsonNode content) {
    Optional<AlipayAgreement> found =
        content.has("agreement_no")
            ? book.agreementNumbered(text(content, "agreement_no"))
            : book.agreement(text(content, "external_agreement_no"));
    if (found.isEmpty()) {
      return failed("USER_AGREEMENT_NOT_EXIST");
    }
    AlipayAgreement agreement = found.get();
    return switch (method) {
      case "alipay.user.agreement.query" ->
          ok().put("agreement_no", agreement.agreementNo())
              .put("external_agreement_no", agreement.externalAgreementNo())
              .put("status", agreement.status());
      case "alipay.user.agreement.unsign" -> end(agreement);
      default -> failed("40001", "isv.invalid-method");
    };
  }

  /** The payer is asked on the page. */
  void visit(JsonNode content, AlipayScript script) {
    if (!script.waits()) {
      notices.tell(book.sign(text(content, "external_agreement_no")));
    }
  }

  private ObjectNode end(AlipayAgreement agreement) {
    if (!agreement.isInForce()) {
      return failed("USER_AGREEMENT_NOT_EXIST");
    }
    notices.tell(book.keep(agreement.ended()));
    return ok();
  }
}
