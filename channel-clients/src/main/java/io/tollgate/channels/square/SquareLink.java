package io.tollgate.channels.square;

import io.tollgate.channels.codec.PayerPage;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment link; any part may be missing.
 *
 * @param url the page to send the payer to
 * @param paymentNote a text of ours that holds our id of the attempt, and that Square gives the
 *     payment, too
 */
record SquareLink(@Nullable String id, @Nullable String url, @Nullable String paymentNote) {

  private static final String MARK = "link:";

  /** An answer about one link; what it is about is told only when it is made. */
  record Envelope(@Nullable SquareLink paymentLink, @Nullable Related relatedResources) {

    /** Whether what the link asks for is the order's amount: taxes of Square's own may be added. */
    boolean asksFor(Order order) {
      var orders = relatedResources == null ? null : relatedResources.orders();
      return orders != null
          && orders.size() == 1
          && orders.getFirst() instanceof Total(var total)
          && total != null
          && total.is(order.amount());
    }
  }

  /** What was made with a link. */
  record Related(@Nullable List<@Nullable Total> orders) {}

  /** What an order of Square's comes to. */
  record Total(@Nullable SquareMoney totalMoney) {}

  /** The answer to a deletion. */
  record Deleted(@Nullable String id, @Nullable String cancelledOrderId) {}

  /** Whether a reference of an attempt is that of a link, and of no payment yet. */
  static boolean isReference(String reference) {
    return reference.startsWith(MARK);
  }

  /** Square's id of the link that a reference is of. */
  static String idIn(String reference) {
    return reference.substring(MARK.length());
  }

  /** How an attempt is known by this link. */
  String reference() {
    return MARK + id;
  }

  /** Whether it is the attempt's, and can be named. */
  boolean isOf(ChannelRequestId attempt) {
    return SquareCalls.isId(id) && SquarePayment.note(attempt).equals(paymentNote);
  }

  /** Only a page of the web: a payer's browser is sent there. */
  Optional<URI> page() {
    return PayerPage.find(url);
  }
}
