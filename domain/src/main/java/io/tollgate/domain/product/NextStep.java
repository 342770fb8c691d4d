package io.tollgate.domain.product;

import java.net.URI;

/** What the payer's page has to do now. */
public sealed interface NextStep {

  /** Nothing: the payment is final. */
  record Done() implements NextStep {}

  /** Send the payer to this address. */
  record Redirect(URI url) implements NextStep {}

  /** Ask the payer for the one-time password that went to {@code sentTo} (masked). */
  record EnterOtp(String sentTo) implements NextStep {}

  /** Show this text as a QR code, an address or a reference to pay to. */
  record ShowCode(String content) implements NextStep {}

  /** Wait for the state to change. */
  record Wait() implements NextStep {}
}
