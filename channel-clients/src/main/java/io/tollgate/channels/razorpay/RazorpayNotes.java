package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.JsonBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Our ids in the notes of Razorpay's things. Notes are an object, and an empty list where there are
 * none (api/payments/entity.md).
 */
final class RazorpayNotes {

  static final String ATTEMPT_ID = "attempt_id";
  static final String REFUND_ID = "refund_id";
  static final String AGREEMENT_ID = "agreement_id";

  /** How the order is captured, which its payments do not tell otherwise. */
  static final String CAPTURE = "capture";

  /** Whether a payment was made on a page of a payment link's. */
  static final String LINK = "link";

  private RazorpayNotes() {}

  static JsonBody of(String name, String value) {
    return new JsonBody().with(name, value);
  }

  /** The note of that name; null where there is none. */
  static @Nullable String text(@Nullable JsonNode notes, String name) {
    return notes == null ? null : notes.path(name).stringValueOpt().orElse(null);
  }
}
