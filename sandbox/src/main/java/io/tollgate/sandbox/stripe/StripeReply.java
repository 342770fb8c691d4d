package io.tollgate.sandbox.stripe;

import org.jspecify.annotations.Nullable;

/** What an executed request is answered, kept as small as possible for its idempotency key. */
sealed interface StripeReply {

  int status();

  String body(StripeJson json);

  /** An intent as it was then; 402 when it was refused, with the error around it. */
  record OfIntent(PaymentIntent intent) implements StripeReply {

    @Override
    public int status() {
      return intent.decline() == null ? 200 : 402;
    }

    @Override
    public String body(StripeJson json) {
      Decline decline = intent.decline();
      return decline == null ? json.intent(intent) : json.declined(intent, decline);
    }
  }

  record OfRefund(Refund refund) implements StripeReply {

    @Override
    public int status() {
      return 200;
    }

    @Override
    public String body(StripeJson json) {
      return json.refund(refund);
    }
  }

  /** 500: whatever was done or not, the caller does not learn it. */
  record Broken() implements StripeReply {

    @Override
    public int status() {
      return 500;
    }

    @Override
    public String body(StripeJson json) {
      return StripeJson.internalError();
    }
  }

  /** A finished text. */
  record OfText(int status, String text) implements StripeReply {

    @Override
    public String body(StripeJson json) {
      return text;
    }
  }

  /** How a reply reaches the caller, or does not; a missing reply was never made. */
  record Delivery(@Nullable StripeReply reply, Way way) {

    enum Way {
      ANSWER,
      SILENCE,
      DROP
    }

    static Delivery answer(StripeReply reply) {
      return new Delivery(reply, Way.ANSWER);
    }
  }
}
