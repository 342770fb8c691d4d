package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.paypay.PayPayConsent.Reading;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.OperationOutcome;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The steps of an agreement: a payer consents at a page of PayPay's and comes back with a token,
 * which names the authorization that later payments are charged under (facts, section 13,
 * "agreement").
 *
 * <p>PayPay does not know agreements by our id. So the token that the payer brought back is handed
 * in as the method's token, unless it came to our own address as a callback.
 */
final class PayPayAgreements {

  /** What a payer is asked for, with a comma between: {@code continuous_payments} (default). */
  static final String SCOPES = "scopes";

  private static final String AUTHORIZATIONS = "/v2/user/authorizations";

  private final AgreementRequest request;
  private final PayPayCalls calls;
  private final Edge edge;
  private final PayPayAgreementReplies replies;

  PayPayAgreements(AgreementRequest request, PayPayCalls calls, Edge edge) {
    this.request = request;
    this.calls = calls;
    this.edge = edge;
    this.replies = new PayPayAgreementReplies(request.id(), edge.alarms());
  }

  /** One that PayPay has named to us is not asked for again. */
  Mono<AgreementOutcome> sign() {
    if (request.channelReference() != null || request.method().token() != null) {
      return state();
    }
    var page = request.returnUrl();
    return page == null
        ? Mono.just(new Refused(PayPayCodes.refusal(null)))
        : edge.send(() -> session(page)).map(replies::toSession);
  }

  /** By PayPay's own id where we have it, else by what the payer brought back. */
  Mono<AgreementOutcome> state() {
    var reference = request.channelReference();
    if (reference != null) {
      return edge.ask(() -> retrieve(reference))
          .map(exchange -> replies.toQuery(exchange, reference));
    }
    var token = request.method().token();
    return Mono.just(
        token == null
            ? new Unknown("PayPay knows no agreement by our id, and the payer brought no token")
            : consent(token));
  }

  /**
   * Ends it. A payer has one authorization at PayPay, so that every agreement with the same payer
   * ends with it.
   */
  Mono<OperationOutcome> end(String authorization) {
    return edge.send(() -> calls.delete(AUTHORIZATIONS + "/" + id(authorization)))
        .map(replies::toEnd)
        .flatMap(said -> PayPayOperations.unlessDone(said, askEnded(authorization)));
  }

  private Mono<OperationOutcome> askEnded(String authorization) {
    return edge.ask(() -> retrieve(authorization))
        .map(exchange -> replies.toEndQuery(exchange, authorization));
  }

  private AgreementOutcome consent(String token) {
    var now = Instant.ofEpochSecond(calls.epochSecond());
    return switch (new PayPayConsent(calls.account(), edge.alarms()).read(token, now)) {
      case Reading.Unproved(var why) -> new Unknown("the payer's token: " + why);
      case Reading.Proved(var agreement, var outcome) ->
          agreement.equals(request.id())
              ? outcome
              : new Unknown("the payer's token is about another agreement");
    };
  }

  /** {@code GET /v2/user/authorizations?userAuthorizationId=}. */
  private HttpCall retrieve(String authorization) {
    return calls.get(
        AUTHORIZATIONS, new FormBody().with("userAuthorizationId", id(authorization)).query());
  }

  /** {@code POST /v1/qr/sessions}. */
  private HttpCall session(URI page) {
    var scopes = calls.account().options().getOrDefault(SCOPES, "continuous_payments");
    return calls.post(
        "/v1/qr/sessions",
        new JsonBody()
            .withTexts("scopes", List.of(scopes.split(",")))
            .with("nonce", PayPayConsent.nonce(request.id(), calls.account()))
            .with("redirectType", "WEB_LINK")
            .with("redirectUrl", page.toString())
            .with("referenceId", request.id().value())
            .with("phoneNumber", request.customer().phone()));
  }
}
