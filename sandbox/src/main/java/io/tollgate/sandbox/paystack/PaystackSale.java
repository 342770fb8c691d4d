package io.tollgate.sandbox.paystack;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A transaction as it stands. */
record PaystackSale(
    long id,
    String reference,
    String email,
    long amount,
    String currency,
    String channel,
    PaystackScript script,
    String status,
    String gatewayResponse,
    Instant created,
    @Nullable Instant paid,
    @Nullable String returnUrl) {

  boolean isPaid() {
    return status.equals("success") || status.equals("reversed");
  }

  boolean isOver() {
    return isPaid() || status.equals("failed");
  }

  PaystackSale waiting(String other) {
    return at(other, "The transaction was not completed", null);
  }

  PaystackSale succeeded() {
    return at("success", "Approved", Instant.now());
  }

  PaystackSale declined(String why) {
    return at("failed", why, null);
  }

  PaystackSale reversed() {
    return at("reversed", gatewayResponse, paid);
  }

  private PaystackSale at(String otherStatus, String otherResponse, @Nullable Instant otherPaid) {
    return new PaystackSale(
        id,
        reference,
        email,
        amount,
        currency,
        channel,
        script,
        otherStatus,
        otherResponse,
        created,
        otherPaid,
        returnUrl);
  }
}
