package io.tollgate.channels.camara;

/** What was seen of an attempt's payment at the operator. */
sealed interface CamaraSighting {

  /**
   * It is there, over the order's amount.
   *
   * @param reference its id, which can be asked for
   */
  record Seen(CamaraPayment payment, CamaraReference reference) implements CamaraSighting {

    boolean is(String status) {
      return payment.is(status);
    }
  }

  /** It was looked for, and is not there. */
  record Missing() implements CamaraSighting {}

  /** It could not be seen. */
  record Unclear(String why) implements CamaraSighting {}
}
