package io.tollgate.sandbox.razorpay;

/** What a payment does, named by the bank that it is made at; any other bank approves. */
enum RazorpayScript {
  APPROVE("captured"),
  SIM_PENDING("created"),
  SIM_DECLINE("failed"),
  SIM_BANK_FAILS("failed"),
  SIM_CHARGE_THEN_TIMEOUT("captured"),
  SIM_CHARGE_THEN_DROP("captured"),
  SIM_CALLBACK_LOST("captured"),
  SIM_CALLBACK_TWICE("captured"),
  SIM_CALLBACK_FORGED("captured");

  private final String status;

  RazorpayScript(String status) {
    this.status = status;
  }

  /** The status of a payment that is captured at once. */
  String status() {
    return status;
  }

  boolean isSilent() {
    return this == SIM_CHARGE_THEN_TIMEOUT;
  }

  boolean drops() {
    return this == SIM_CHARGE_THEN_DROP;
  }

  static RazorpayScript of(String bank) {
    for (RazorpayScript script : values()) {
      if (script.name().equals(bank)) {
        return script;
      }
    }
    return APPROVE;
  }
}
