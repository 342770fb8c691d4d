package io.tollgate.sandbox.camara;

/**
 * How a payment goes. The last three digits of the payer's number say which; a number that names
 * none is charged without trouble.
 */
enum CamaraScript {
  APPROVED("000"),
  PROCESSING_THEN_OK("001"),
  PROCESSING_THEN_DENIED("002"),
  DENIED("010"),
  THRESHOLD("011"),
  AMOUNT("012"),
  UNKNOWN_NUMBER("013"),
  NOT_APPLICABLE("014"),
  BUSY("020"),
  BROKEN("021"),
  CHARGE_THEN_BROKEN("022"),
  SLOW("030"),
  CHARGE_THEN_TIMEOUT("031"),
  CHARGE_THEN_DROP("032"),
  DROP("033"),
  SILENT_THEN_OK("034"),
  SILENT_THEN_DENIED("035"),
  /** Two steps: the payer types {@code 123456}, and has three tries. */
  PASSWORD("040"),
  /** The same, and the operator takes a while to send the password. */
  PASSWORD_LATER("041"),
  /** Two steps: the payer goes to a page of the operator's. */
  PAGE("042"),
  /** Two steps: reserved, and denied when it is confirmed. */
  CONFIRM_DENIED("043"),
  /** Two steps: reserved; confirming and cancelling take a while. */
  CONFIRM_LATER("044"),
  /** Two steps: reserved; the answer to the confirmation never comes. */
  CONFIRM_THEN_DROP("045"),
  CALLBACK_LOST("050"),
  CALLBACK_LATE("051"),
  CALLBACK_TWICE("052"),
  CALLBACK_FORGED("053"),
  REFUND_LATER("060"),
  REFUND_LATER_DENIED("061"),
  REFUND_DENIED("062"),
  REFUND_THEN_DROP("063");

  private final String digits;

  CamaraScript(String digits) {
    this.digits = digits;
  }

  /** A number that is charged so. */
  String exampleNumber() {
    return "+34600000" + digits;
  }

  /** The script of a phone number. */
  static CamaraScript of(String phoneNumber) {
    for (var script : values()) {
      if (phoneNumber.endsWith(script.digits)) {
        return script;
      }
    }
    return APPROVED;
  }
}
