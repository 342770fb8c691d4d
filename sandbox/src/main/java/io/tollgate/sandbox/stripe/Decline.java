package io.tollgate.sandbox.stripe;

import org.jspecify.annotations.Nullable;

/** Why an issuer refused, with the codes and words that Stripe's test cards give. */
enum Decline {
  GENERIC("card_declined", "generic_decline", "Your card was declined."),
  INSUFFICIENT_FUNDS("card_declined", "insufficient_funds", "Your card has insufficient funds."),
  LOST("card_declined", "lost_card", "Your card was declined."),
  STOLEN("card_declined", "stolen_card", "Your card was declined."),
  FRAUDULENT("card_declined", "fraudulent", "Your card was declined."),
  EXPIRED("expired_card", null, "Your card has expired."),
  INCORRECT_CVC("incorrect_cvc", null, "Your card's security code is incorrect."),
  PROCESSING_ERROR(
      "processing_error",
      null,
      "An error occurred while processing your card. Try again in a little bit."),
  NOT_AUTHENTICATED(
      "payment_intent_authentication_failure",
      null,
      "The provided PaymentMethod has failed authentication. You can provide payment_method_data or"
          + " a new PaymentMethod to attempt to fulfill this PaymentIntent again."),
  SETUP_NOT_AUTHENTICATED(
      "setup_intent_authentication_failure",
      null,
      "The latest attempt to set up the payment method has failed because authentication failed.");

  final String code;
  final @Nullable String declineCode;
  final String message;

  /** Whether the issuer refused, and not the payer's authentication failed. */
  boolean isByIssuer() {
    return this != NOT_AUTHENTICATED && this != SETUP_NOT_AUTHENTICATED;
  }

  /** The type of the error that says so. */
  String type() {
    return isByIssuer() ? "card_error" : "invalid_request_error";
  }

  Decline(String code, @Nullable String declineCode, String message) {
    this.code = code;
    this.declineCode = declineCode;
    this.message = message;
  }
}
