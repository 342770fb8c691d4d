package io.tollgate.channels.camara;

import io.tollgate.domain.payment.Order;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who is charged: the phone number of an order's customer. */
final class CamaraPhones {

  /** As both descriptions have it. */
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{4,14}");

  private CamaraPhones() {}

  /** The payer's number, if it is one that can be charged. */
  static Optional<String> of(Order order) {
    return Optional.ofNullable(order.customer().phone())
        .filter(phone -> E164.matcher(phone).matches());
  }

  /** The number as the payer's page may show it: {@code +34*******00}. */
  static String masked(Order order) {
    return of(order)
        .map(phone ->
            phone.substring(0, 3)
                + "*".repeat(phone.length() - 5)
                + phone.substring(phone.length() - 2))
        .orElse("");
  }
}
