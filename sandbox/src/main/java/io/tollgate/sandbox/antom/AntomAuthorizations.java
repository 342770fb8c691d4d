package io.tollgate.sandbox.antom;

import static io.tollgate.sandbox.antom.AntomJson.done;
import static io.tollgate.sandbox.antom.AntomJson.result;
import static io.tollgate.sandbox.antom.AntomJson.text;

import io.tollgate.sandbox.antom.AntomBook.Agreement;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What each path about authorizations does to the book, and what it is answered. */
final class AntomAuthorizations {

  private final AntomBook book;
  private final AntomNotices notices;
  private final String baseUrl;

  AntomAuthorizations(AntomBook book, AntomNotices notices, String baseUrl) {
    this.book = book;
    this.notices = notices;
    this.baseUrl = baseUrl;
  }

  ObjectNode answer(String path, JsonNode asked) {
    return switch (path) {
      case "/v1/authorizations/consult" ->
          done().put("normalUrl", baseUrl + "/agree/" + text(asked, "authState"));
      case "/v1/authorizations/applyToken" -> exchange(text(asked, "authCode"));
      case "/v1/authorizations/revoke" -> revoke(text(asked, "accessToken"));
      default -> result("F", "PARAM_ILLEGAL");
    };
  }

  /** The payer is on the page, and agrees; Antom tells the code. */
  void visit(String authState) {
    Agreement agreed =
        book.agreement(authState)
            .orElseGet(
                () -> book.keep(new Agreement(authState, "code-of-" + authState, "", false)));
    notices.tell("AUTHCODE_CREATED", agreed);
  }

  /** A code is good for one exchange. */
  private ObjectNode exchange(String code) {
    Optional<Agreement> found = book.firstAgreement(it -> it.authCode().equals(code));
    if (found.isEmpty()) {
      return result("F", "INVALID_CODE");
    }
    Agreement agreement = found.get();
    if (!agreement.accessToken().isEmpty()) {
      return result("F", "USED_CODE");
    }
    String token = "token-of-" + agreement.authState();
    book.keep(new Agreement(agreement.authState(), code, token, false));
    return done()
        .put("accessToken", token)
        .put("accessTokenExpiryTime", "2036-01-01T00:00:00+08:00");
  }

  private ObjectNode revoke(String token) {
    Optional<Agreement> found =
        book.firstAgreement(it -> it.accessToken().equals(token) && !it.isRevoked());
    if (found.isEmpty()) {
      return result("F", "INVALID_ACCESS_TOKEN");
    }
    Agreement agreement = found.get();
    notices.tell(
        "TOKEN_CANCELED",
        book.keep(new Agreement(agreement.authState(), agreement.authCode(), token, true)));
    return done();
  }
}
