package io.tollgate.sandbox.camara;

import static io.tollgate.sandbox.camara.CamaraReply.error;
import static io.tollgate.sandbox.camara.CamaraReply.invalid;

import io.tollgate.sandbox.camara.CamaraReply.Way;
import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What requests the operator refuses, and in which words. */
final class CamaraRules {

  private static final BigDecimal FINEST = new BigDecimal("0.001");

  private CamaraRules() {}

  /** Why a payment is not made; empty where it is. */
  static Optional<CamaraReply> refusal(BilledPayment draft, CamaraBook book) {
    var transaction = draft.request().path("amountTransaction");
    var charge = transaction.at("/paymentAmount/chargingInformation");
    if (!draft.phoneNumber().matches("\\+[1-9][0-9]{4,14}")
        || transaction.path("referenceCode").asString("").isEmpty()
        || !isCharge(charge)
        || !isSink(draft.request())) {
      return Optional.of(invalid("Client specified an invalid argument."));
    }
    return known(draft, book).or(() -> scripted(draft));
  }

  /** Whether it says how much, of what, and for what. */
  static boolean isCharge(JsonNode charge) {
    var amount = charge.path("amount");
    return amount.isNumber()
        && amount.decimalValue().signum() > 0
        && amount.decimalValue().remainder(FINEST).signum() == 0
        && charge.path("currency").asString("").matches("[A-Z]{3}")
        && !charge.path("description").asString("").isEmpty();
  }

  /** Whoever wants to be told has to say what the operator shows then. */
  static boolean isSink(ObjectNode request) {
    var credential = request.path("sinkCredential");
    return !request.has("sink")
        || (credential.path("credentialType").asString("").equals("ACCESSTOKEN")
            && credential.path("accessTokenType").asString("").equals("bearer")
            && !credential.path("accessToken").asString("").isEmpty()
            && !credential.path("accessTokenExpiresUtc").asString("").isEmpty());
  }

  /** A correlator that is used is refused in one way while the payment is open, then in another. */
  private static Optional<CamaraReply> known(BilledPayment draft, CamaraBook book) {
    return book.payments().stream()
        .filter(_ -> !draft.correlator().isEmpty())
        .filter(payment -> payment.correlator().equals(draft.correlator()))
        .findFirst()
        .map(payment ->
            payment.is("succeeded") || payment.is("denied") || payment.is("cancelled")
                ? error(409, "ALREADY_EXISTS")
                : invalid("clientCorrelator already exist on server."));
  }

  private static Optional<CamaraReply> scripted(BilledPayment draft) {
    return switch (draft.script()) {
      case DENIED -> Optional.of(error(403, "CARRIER_BILLING.PAYMENT_DENIED"));
      case THRESHOLD -> Optional.of(error(422, "CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED"));
      case AMOUNT -> Optional.of(error(422, "CARRIER_BILLING.UNAUTHORIZED_AMOUNT"));
      case UNKNOWN_NUMBER -> Optional.of(error(404, "IDENTIFIER_NOT_FOUND"));
      case NOT_APPLICABLE -> Optional.of(error(422, "SERVICE_NOT_APPLICABLE"));
      case BUSY -> Optional.of(error(429, "TOO_MANY_REQUESTS"));
      case BROKEN -> Optional.of(error(500, "INTERNAL"));
      case DROP -> Optional.of(error(500, "INTERNAL").by(Way.DROPPED));
      default -> Optional.empty();
    };
  }
}
