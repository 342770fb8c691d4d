package io.tollgate.load.check;

import io.tollgate.load.check.Call.Kind;
import io.tollgate.load.check.Call.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A clean run of ten orders, and the same with one thing gone wrong. */
final class Runs {

  static final long START = 1_800_000_000_000L;

  List<Call> calls = new ArrayList<>();
  List<Ends.Charge> charges = new ArrayList<>();
  List<Ends.Stored> hot = new ArrayList<>();
  List<Ends.Stored> cold = new ArrayList<>();
  List<Ends.Told> told = new ArrayList<>();
  List<String> complaints = new ArrayList<>();
  Rules rules = Rules.standard();

  /** Even orders succeed, odd ones are declined; each was pending when it was acknowledged. */
  static Runs clean() {
    var run = new Runs();
    for (int order = 0; order < 10; order++) {
      run.add(order);
    }
    return run;
  }

  private void add(int order) {
    var id = id(order);
    var reference = "order-" + order;
    var ending = order % 2 == 0 ? "succeeded" : "failed";
    long at = START + order * 100L;
    calls.add(pay(order, at, at + 50, 201, new Seen(id, 1, "pending")));
    calls.add(read(order, at + 1_000, at + 1_010, new Seen(id, 2, ending)));
    charges.add(
        new Ends.Charge(
            id + "-1",
            order % 2 == 0 ? "succeeded" : "requires_payment_method",
            order % 2 == 0,
            order % 2 == 0 ? 1299 : 0,
            at + 20));
    hot.add(new Ends.Stored(id, reference, 2, ending, 2, 1299, false, at, at + 900));
    cold.add(new Ends.Stored(id, reference, 2, ending, -1, 1299, false, at, at + 900));
    told.add(
        new Ends.Told(
            "evt_" + order, "payment." + ending, id, reference, 2, ending, true, at + 950));
  }

  static String id(int order) {
    return "pay_%026d".formatted(order);
  }

  static Call pay(int order, long sent, long answered, int status, Seen seen) {
    return new Call(
        Kind.PAY,
        "order-" + order,
        "key-" + order,
        sent,
        answered,
        status,
        false,
        seen,
        "digest-" + order,
        "");
  }

  static Call unanswered(int order, long sent) {
    return new Call(
        Kind.PAY, "order-" + order, "", sent, sent + 10, 0, false, null, "", "broken off");
  }

  static Call read(int order, long sent, long answered, Seen seen) {
    return new Call(Kind.READ, "order-" + order, "", sent, answered, 200, false, seen, "", "");
  }

  Runs changed(UnaryOperator<Runs> change) {
    return change.apply(this);
  }

  Recorded recorded() {
    return new Recorded(
        "F0", 1, calls, List.of(), new Ends(charges, hot, cold, told), rules, complaints);
  }

  Judgement judged() {
    return Checker.judge(recorded());
  }
}
