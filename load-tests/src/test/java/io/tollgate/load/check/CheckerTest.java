package io.tollgate.load.check;

import static io.tollgate.load.check.Runs.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.load.check.Call.Kind;
import io.tollgate.load.check.Call.Seen;
import io.tollgate.load.check.Rules.Span;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One bug of each kind is planted, and must be found; a clean run must pass. */
class CheckerTest {

  private final Runs run = Runs.clean();

  @Test
  void passesACleanRun() {
    var judgement = run.judged();

    assertThat(judgement.broken()).isEmpty();
    assertThat(judgement.isGood()).isTrue();
    assertThat(judgement.operations()).isEqualTo(20);
    assertThat(judgement.acknowledged()).isEqualTo(10);
    assertThat(judgement.unresolved()).isZero();
    assertThat(judgement.longestToFinal()).isEqualTo(950);
  }

  @Test
  void findsAPaymentThatBothStoresDropped() {
    run.hot.remove(2);
    run.cold.remove(2);

    var judgement = run.judged();

    assertThat(judgement.lost()).isEqualTo(1);
    assertThat(judgement.broken().get(Invariant.I1)).first().asString().contains(Runs.id(2));
    // Its money is with the channel all the same.
    assertThat(judgement.broken()).containsKey(Invariant.I6);
  }

  @Test
  void findsAPaymentThatNeverReachedTheDatabase() {
    run.cold.remove(4);

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I1, Invariant.I9);
  }

  @Test
  void findsAPaymentThatTheGatewayDenies() {
    run.calls.add(
        new Call(Kind.READ, "order-1", "", START, START + 1, 404, false, null, "", "not_found"));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I1);
  }

  @Test
  void findsASecondChargeUnderTheSameRequestId() {
    run.charges.add(run.charges.get(0));

    assertThat(run.judged().duplicated()).isEqualTo(1);
    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I2);
  }

  @Test
  void findsASecondChargeByAnotherAttempt() {
    run.charges.add(new Ends.Charge(Runs.id(0) + "-2", "succeeded", true, 1299, START));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I2);
  }

  @Test
  void findsOneReferenceThatBecameTwoPayments() {
    run.calls.add(Runs.pay(0, START, START + 9_000, 201, new Seen(Runs.id(77), 1, "succeeded")));

    assertThat(run.judged().broken().get(Invariant.I2))
        .anyMatch(line -> line.contains("one reference, several payments"))
        .anyMatch(line -> line.contains("one key, several payments"));
  }

  @Test
  void findsAFinalStateThatIsLeft() {
    run.calls.add(Runs.read(0, START + 5_000, START + 5_010, new Seen(Runs.id(0), 3, "failed")));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I3);
  }

  @Test
  void findsAVersionThatGoesBack() {
    run.calls.add(Runs.read(0, START + 5_000, START + 5_010, new Seen(Runs.id(0), 1, "pending")));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I3);
  }

  @Test
  void findsAStatusThatGoesBackInALaterVersion() {
    run.calls.add(Runs.read(3, START + 400, START + 410, new Seen(Runs.id(3), 2, "created")));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I3);
  }

  @Test
  void letsOverlappingCallsBeAnsweredInAnyOrder() {
    run.calls.add(Runs.read(0, START + 900, START + 5_000, new Seen(Runs.id(0), 1, "pending")));

    assertThat(run.judged().isGood()).isTrue();
  }

  @Test
  void takesTheRepeatedAnswerUnderAKeyForWhatItIs() {
    var first = run.calls.getFirst();
    run.calls.add(
        new Call(
            Kind.PAY,
            first.reference(),
            first.key(),
            START + 60_000,
            START + 60_010,
            201,
            true,
            first.payment(),
            first.digest(),
            ""));

    assertThat(run.judged().isGood()).isTrue();
  }

  @Test
  void findsAMissingNotice() {
    run.told.remove(3);

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I5);
  }

  @Test
  void findsANoticeThatTellsAnotherEnding() {
    var notice = run.told.get(0);
    run.told.set(
        0,
        new Ends.Told(
            notice.id(), "payment.failed", notice.payment(), "order-0", 2, "failed", true, START));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I5);
  }

  @Test
  void findsANoticeWhoseIdChangesWithEachTry() {
    var notice = run.told.get(0);
    run.told.add(
        new Ends.Told(
            "evt_other", notice.type(), notice.payment(), "order-0", 2, "succeeded", true, START));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I5);
  }

  @Test
  void findsOneIdForTwoNotices() {
    var notice = run.told.get(1);
    run.told.set(
        1,
        new Ends.Told(
            "evt_0", notice.type(), notice.payment(), "order-1", 2, "failed", true, START + 900));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I5);
  }

  @Test
  void findsANoticeThatIsWronglySigned() {
    var notice = run.told.get(0);
    run.told.add(
        new Ends.Told(
            notice.id(), notice.type(), notice.payment(), "order-0", 2, "succeeded", false, START));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I5);
  }

  @Test
  void findsAChargeForAPaymentThatFailed() {
    run.charges.set(1, new Ends.Charge(Runs.id(1) + "-1", "succeeded", true, 1299, START));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I6);
  }

  @Test
  void findsASuccessThatTheChannelKnowsNothingOf() {
    run.charges.remove(0);

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I6);
  }

  @Test
  void findsAnotherAmount() {
    run.charges.set(0, new Ends.Charge(Runs.id(0) + "-1", "succeeded", true, 1300, START));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I6);
  }

  @Test
  void acceptsAContradictionOnlyWhereItMayBeAndIsOnRecord() {
    run.charges.set(1, new Ends.Charge(Runs.id(1) + "-1", "succeeded", true, 1299, START));
    run.hot.set(1, conflicting(run.hot.get(1)));
    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I6);

    run.rules = new Rules(false, true, Set.of(), List.of(), List.of());

    assertThat(run.judged().isGood()).isTrue();
  }

  private static Ends.Stored conflicting(Ends.Stored stored) {
    return new Ends.Stored(
        stored.id(),
        stored.reference(),
        stored.version(),
        stored.status(),
        stored.behind(),
        stored.amount(),
        true,
        stored.created(),
        stored.updated());
  }

  @Test
  void findsAnEndThatCameLate() {
    endOrderZeroAfter(100_001);

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I7);
  }

  @Test
  void grantsTheTimeInWhichTheChannelWasAway() {
    endOrderZeroAfter(100_001);
    run.rules =
        new Rules(
            false, false, Set.of(), List.of(new Span(START + 10_000, START + 12_000)), List.of());

    assertThat(run.judged().isGood()).isTrue();
  }

  private void endOrderZeroAfter(long millis) {
    run.calls.set(
        1, Runs.read(0, START + millis - 5, START + millis, new Seen(Runs.id(0), 2, "succeeded")));
    var notice = run.told.get(0);
    run.told.set(
        0,
        new Ends.Told(
            notice.id(),
            notice.type(),
            notice.payment(),
            "order-0",
            2,
            "succeeded",
            true,
            START + millis + 5));
  }

  @Test
  void findsAPaymentThatNeverEnds() {
    run.calls.removeIf(call -> call.kind() == Kind.READ && call.reference().equals("order-0"));
    run.told.remove(0);
    run.hot.set(0, pending(2));
    run.cold.set(0, pending(-1));
    run.charges.remove(0);

    assertThat(run.judged().unresolved()).isEqualTo(1);
    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I7);
  }

  private static Ends.Stored pending(long behind) {
    return new Ends.Stored(Runs.id(0), "order-0", 2, "pending", behind, 1299, false, START, START);
  }

  @Test
  void findsAnotherAnswerUnderTheSameKey() {
    var first = run.calls.getFirst();
    run.calls.add(
        new Call(
            Kind.PAY,
            first.reference(),
            first.key(),
            START + 10_000,
            START + 10_010,
            200,
            false,
            new Seen(Runs.id(0), 2, "succeeded"),
            "another digest",
            ""));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I8);
  }

  @Test
  void takesAMissingRouteForNoAnswerUnderTheKey() {
    var first = run.calls.getFirst();
    run.calls.add(
        new Call(
            Kind.PAY,
            first.reference(),
            first.key(),
            START - 1_000,
            START - 990,
            422,
            false,
            null,
            "another digest",
            "no_route"));

    assertThat(run.judged().isGood()).isTrue();
  }

  @Test
  void findsARetryThatIsCalledAnotherPayment() {
    run.calls.add(
        new Call(
            Kind.PAY,
            "order-0",
            "",
            START + 10_000,
            START + 10_010,
            409,
            false,
            null,
            "",
            "reference_reused"));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I8);
  }

  @Test
  void findsStoresThatDisagree() {
    var stored = run.cold.get(0);
    run.cold.set(
        0,
        new Ends.Stored(
            stored.id(), stored.reference(), 1, "pending", -1, 1299, false, START, START));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I9);
  }

  @Test
  void findsARedisThatBelievesWrongly() {
    var stored = run.hot.get(0);
    run.hot.set(
        0,
        new Ends.Stored(
            stored.id(), stored.reference(), 2, "succeeded", 1, 1299, false, START, START));

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.I9);
  }

  @Test
  void findsAFailedRequestWhereNoneMayFail() {
    run.calls.add(Runs.unanswered(0, START - 1_000));
    assertThat(run.judged().isGood()).isTrue();
    assertThat(run.judged().recoveries()).containsExactly(1_050L);

    run.rules = new Rules(true, false, Set.of(), List.of(), List.of());

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.NO_FAILED_REQUEST);
  }

  @Test
  void findsAPromiseThatNobodyCouldKeep() {
    run.rules =
        new Rules(false, false, Set.of(), List.of(), List.of(new Span(START + 180, START + 270)));

    assertThat(run.judged().broken().get(Invariant.NO_ACKNOWLEDGEMENT)).hasSize(1);
  }

  @Test
  void listensToTheDrill() {
    run.complaints.add("the poison vanished");

    assertThat(run.judged().broken()).containsOnlyKeys(Invariant.AS_DRILLED);
  }
}
