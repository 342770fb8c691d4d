package io.tollgate.sandbox.paypay;

import io.tollgate.sandbox.paypay.PayPayAnswer.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages of consent, and the payers who consented. */
final class PayPayConsents {

  /** A payer whose id begins so consented before the simulator started. */
  private static final String OF_OLD = "sandbox-";

  private final PayPayBook book;
  private final PayPaySimulatorSettings settings;
  private final PayPaySignature signature;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Map<String, Authorization> authorizations = new ConcurrentHashMap<>();

  PayPayConsents(PayPayBook book, PayPaySimulatorSettings settings, PayPaySignature signature) {
    this.book = book;
    this.settings = settings;
    this.signature = signature;
  }

  private record Session(String redirectUrl, String referenceId, String nonce) {}

  private record Authorization(String id, String referenceId, boolean isActive) {}

  /** {@code POST /v1/qr/sessions} */
  PayPayAnswer create(JsonNode body, String baseUrl) {
    for (String field : List.of("nonce", "redirectUrl", "referenceId")) {
      if (body.path(field).asString("").isEmpty()) {
        throw new Refusal(400, "MISSING_REQUEST_PARAMS");
      }
    }
    if (!body.path("scopes").valueStream().allMatch(it -> it.asString("").matches("[a-z_]+"))
        || body.path("scopes").isEmpty()) {
      throw new Refusal(400, "EXPECTATION_FAILED");
    }
    String id = "session-" + book.number();
    sessions.put(
        id,
        new Session(
            body.path("redirectUrl").asString(""),
            body.path("referenceId").asString(""),
            body.path("nonce").asString("")));
    ObjectNode data = PayPayJson.object().put("linkQRCodeURL", baseUrl + "/_sim/consent/" + id);
    return PayPayAnswer.success(201, data);
  }

  /**
   * A payer decides: {@code succeed}, {@code decline}, or {@code forge}, where the token is
   * somebody else's. Where the payer goes now.
   */
  Optional<String> act(String sessionId, String outcome) {
    return Optional.ofNullable(sessions.get(sessionId))
        .map(session -> {
          String token =
              switch (outcome) {
                case "succeed" -> signature.token(claims(session, "succeeded", consent(session)));
                case "forge" ->
                    PayPaySignature.forged(claims(session, "succeeded", "of-somebody-else"));
                default -> signature.token(claims(session, "declined", ""));
              };
          String url = session.redirectUrl();
          return url + (url.contains("?") ? "&" : "?") + "responseToken=" + token;
        });
  }

  /** {@code GET /v2/user/authorizations} */
  PayPayAnswer query(String id) {
    Authorization found = find(id);
    ObjectNode data =
        PayPayJson.object()
            .put("userAuthorizationId", found.id())
            .put("status", found.isActive() ? "ACTIVE" : "INACTIVE")
            .put("expireAt", 4_102_444_800L)
            .put("issuedAt", 1_600_000_000L);
    data.putArray("referenceIds").add(found.referenceId());
    ArrayNode scopes = data.putArray("scopes");
    scopes.add("continuous_payments");
    return PayPayAnswer.success(200, data);
  }

  /** {@code DELETE /v2/user/authorizations/{id}} */
  PayPayAnswer end(String id) {
    Authorization found = find(id);
    if (!found.isActive()) {
      throw new Refusal(401, "INVALID_USER_AUTHORIZATION_ID");
    }
    authorizations.put(id, new Authorization(id, found.referenceId(), false));
    return PayPayAnswer.success(200, null);
  }

  boolean isActive(String id) {
    Authorization found = authorizations.get(id);
    return found == null ? id.startsWith(OF_OLD) : found.isActive();
  }

  private Authorization find(String id) {
    Authorization found = authorizations.get(id);
    if (found == null) {
      throw new Refusal(401, "INVALID_USER_AUTHORIZATION_ID");
    }
    return found;
  }

  private String consent(Session session) {
    String id = "uaid-" + book.number();
    authorizations.put(id, new Authorization(id, session.referenceId(), true));
    return id;
  }

  private String claims(Session session, String result, String id) {
    ObjectNode claims =
        PayPayJson.object()
            .put("result", result)
            .put("aud", settings.apiKey())
            .put("iss", "paypay.ne.jp")
            .put("exp", System.currentTimeMillis() / 1_000 + 600)
            .put("nonce", session.nonce())
            .put("referenceId", session.referenceId());
    if (!id.isEmpty()) {
      claims.put("userAuthorizationId", id).put("profileIdentifier", "*******7949");
    }
    return claims.toString();
  }
}
