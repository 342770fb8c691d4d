package io.tollgate.channels.antom;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.util.List;

/** Builds what is sent to Antom about agreements (facts, section 5, "agreement"). */
final class AntomAgreementRequests {

  private AntomAgreementRequests() {}

  /**
   * {@code /v1/authorizations/consult}; our id of the agreement comes back as {@code authState}.
   */
  static AntomRequest consult(AgreementRequest request, URI returnUrl, ChannelAccount account) {
    return new AntomRequest(
        "/v1/authorizations/consult",
        () ->
            new JsonBody()
                .with("customerBelongsTo", AntomMethods.word(request.method().type(), account))
                .with("authRedirectUrl", returnUrl.toString())
                .withTexts("scopes", List.of("AGREEMENT_PAY"))
                .with("authState", request.id().value())
                .with("terminalType", AntomRequests.terminal(account)));
  }

  /** {@code /v1/authorizations/applyToken}. */
  static AntomRequest applyToken(AgreementRequest request, String code, ChannelAccount account) {
    return new AntomRequest(
        "/v1/authorizations/applyToken",
        () ->
            new JsonBody()
                .with("grantType", "AUTHORIZATION_CODE")
                .with("customerBelongsTo", AntomMethods.word(request.method().type(), account))
                .with("authCode", code));
  }

  /** {@code /v1/authorizations/revoke}. */
  static AntomRequest revoke(String token) {
    return new AntomRequest(
        "/v1/authorizations/revoke", () -> new JsonBody().with("accessToken", token));
  }
}
