package io.tollgate.channels.razorpay;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a customer's token (recurring-payments/upi/tokens.md); any part may be missing.
 */
record RazorpayToken(
    @Nullable String id, @Nullable String entity, @Nullable JsonNode recurringDetails) {

  /** How far it may be charged by; empty where it does not say. */
  String status() {
    return recurringDetails == null ? "" : recurringDetails.path("status").asString("");
  }

  /** Why it may not. */
  @Nullable String failureReason() {
    return RazorpayNotes.text(recurringDetails, "failure_reason");
  }
}
