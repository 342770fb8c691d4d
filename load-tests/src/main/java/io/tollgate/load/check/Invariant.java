package io.tollgate.load.check;

/** What is judged, by the names of the list of what must never break. */
public enum Invariant {
  /** No acknowledged payment is lost. */
  I1(new NothingLost()),
  /** At most one charge for a reference and a key. */
  I2(new OneCharge()),
  /** No state goes backwards. */
  I3(new NeverBackwards()),
  /** Every final state is told, under a stable id. */
  I5(new MerchantTold()),
  /** The gateway's state is the channel's. */
  I6(new AgreesWithChannel()),
  /** Final within 100 s. */
  I7(new FinalInTime()),
  /** Same key, same answer. */
  I8(new SameAnswer()),
  /** Redis and the database agree. */
  I9(new StoresAgree()),
  /** No request failed, where a drill promises that. */
  NO_FAILED_REQUEST(new NoFailedRequest()),
  /** Nothing was acknowledged, where a drill takes both stores away. */
  NO_ACKNOWLEDGEMENT(new NoAcknowledgement()),
  /** What only the drill itself can see. */
  AS_DRILLED(run -> run.complaints().stream());

  private final Law law;

  Invariant(Law law) {
    this.law = law;
  }

  Law law() {
    return law;
  }
}
