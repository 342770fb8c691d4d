package io.tollgate.channels.paypal;

import io.tollgate.domain.channel.ChannelOutcome;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How an attempt stands at PayPal, as one answer shows it. */
sealed interface PayPalFound {

  /**
   * There is an order, and nobody has paid it.
   *
   * @param page where the payer says how to pay; null where it is not the payer's turn
   */
  record Open(String orderId, @Nullable URI page) implements PayPalFound {}

  /** The payer said yes. PayPal takes no money until it is told to. */
  record Approved(String orderId) implements PayPalFound {}

  /** There is an order, and this answer does not show its state. */
  record Unread(String orderId) implements PayPalFound {}

  /** Another order is paid under the attempt's id. */
  record Elsewhere() implements PayPalFound {}

  /** PayPal does not know the order. */
  record Gone() implements PayPalFound {}

  /** All that there is to say. */
  record Over(ChannelOutcome outcome) implements PayPalFound {}
}
