package io.tollgate.sandbox.btcpay;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/** One refund at one moment: an amount to be claimed, and the claims. */
record PullPayment(
    String id,
    String invoice,
    String name,
    BigDecimal amount,
    String currency,
    String payoutMethod,
    boolean archived,
    List<Payout> payouts) {

  /** A claim; created in seconds of the epoch. */
  record Payout(String id, long created, BigDecimal amount, State state) {

    Payout now(State next) {
      return new Payout(id, created, amount, next);
    }
  }

  enum State {
    AWAITING_APPROVAL("AwaitingApproval"),
    COMPLETED("Completed"),
    CANCELLED("Cancelled");

    final String word;

    State(String word) {
      this.word = word;
    }
  }

  /** What nobody claimed yet, or whose claim was cancelled. */
  BigDecimal left() {
    return amount.subtract(sum(payouts.stream().filter(it -> it.state() != State.CANCELLED)));
  }

  BigDecimal paidOut() {
    return sum(payouts.stream().filter(it -> it.state() == State.COMPLETED));
  }

  PullPayment claimed(Payout payout) {
    return with(archived, Stream.concat(payouts.stream(), Stream.of(payout)).toList());
  }

  /** After what was claimed was paid or cancelled. */
  PullPayment ended(State next) {
    return with(
        archived,
        payouts.stream()
            .map(it -> it.state() == State.AWAITING_APPROVAL ? it.now(next) : it)
            .toList());
  }

  PullPayment inArchive() {
    return with(true, payouts);
  }

  private PullPayment with(boolean nowArchived, List<Payout> nowPayouts) {
    return new PullPayment(
        id, invoice, name, amount, currency, payoutMethod, nowArchived, nowPayouts);
  }

  private static BigDecimal sum(Stream<Payout> payouts) {
    return payouts.map(Payout::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
