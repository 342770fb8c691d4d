package io.tollgate.sandbox.stripe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every payment the simulator took part in: the truth a gateway is judged by.
 *
 * <p>Safe for use by many threads. It remembers a limited number of payments, the newest.
 */
public final class StripeBook {

  private static final long NONE = -1;

  private final AtomicReferenceArray<@Nullable PaymentIntent> intents;
  private final AtomicLong next = new AtomicLong();
  private final BoundedIndex<Long> latestOfAttempt;
  private final BoundedIndex<Refund> refunds;
  private final LongAdder succeeded = new LongAdder();

  StripeBook(int kept) {
    this.intents = new AtomicReferenceArray<>(kept);
    this.latestOfAttempt = new BoundedIndex<>(kept);
    this.refunds = new BoundedIndex<>(Math.max(1_000, kept / 10));
  }

  /**
   * One line of the book.
   *
   * @param paymentIntent the channel's id
   * @param attemptId the {@code attempt_id} of the metadata; empty when none was sent
   * @param amount asked for, in minor units
   * @param currency lower case
   * @param status as on the wire
   * @param charged whether money was taken
   * @param received what was taken, in minor units
   * @param refunded what was given back, in minor units
   */
  public record Charge(
      String paymentIntent,
      String attemptId,
      long amount,
      String currency,
      String status,
      boolean charged,
      long received,
      long refunded,
      Instant created) {}

  /** Every remembered payment, oldest first. */
  public List<Charge> charges() {
    return lines(_ -> true);
  }

  /** The payments whose attempt id starts so, oldest first. */
  public List<Charge> chargesFor(String attemptIdPrefix) {
    return lines(
        intent -> intent.attemptId() != null && intent.attemptId().startsWith(attemptIdPrefix));
  }

  /** How many payments took money since the start, remembered or not. */
  public long succeededCount() {
    return succeeded.sum();
  }

  /** How many payments were made since the start, remembered or not. */
  public long createdCount() {
    return next.get();
  }

  private List<Charge> lines(Predicate<PaymentIntent> wanted) {
    List<Charge> lines = new ArrayList<>();
    newestFirst().filter(wanted).map(StripeBook::line).forEach(lines::add);
    return lines.reversed();
  }

  private static Charge line(PaymentIntent intent) {
    return new Charge(
        StripeIds.intent(intent.number()),
        Objects.requireNonNullElse(intent.attemptId(), ""),
        intent.amount(),
        intent.currency(),
        intent.status().wireName,
        intent.charged(),
        intent.received(),
        intent.refunded(),
        Instant.ofEpochMilli(intent.created()));
  }

  PaymentIntent add(PaymentIntent draft) {
    long number = next.getAndIncrement();
    if (draft.attemptId() == null) {
      return put(draft.at(number, NONE));
    }
    latestOfAttempt.merge(
        draft.attemptId(),
        (_, earlier) -> {
          put(draft.at(number, earlier == null ? NONE : earlier));
          return number;
        });
    return Objects.requireNonNull(find(number));
  }

  private PaymentIntent put(PaymentIntent intent) {
    intents.set(slot(intent.number()), intent);
    return intent;
  }

  @Nullable PaymentIntent find(long number) {
    if (number < 0) {
      return null;
    }
    PaymentIntent found = intents.get(slot(number));
    return found != null && found.number() == number ? found : null;
  }

  /**
   * Changes one intent, in one step.
   *
   * @param change gives the new version, or the same one when nothing is to change
   * @return the intent as it is afterwards; null when it is not, or no longer, in the book
   */
  @Nullable PaymentIntent change(long number, UnaryOperator<PaymentIntent> change) {
    while (true) {
      PaymentIntent before = find(number);
      if (before == null) {
        return null;
      }
      PaymentIntent after = change.apply(before);
      if (intents.compareAndSet(slot(number), before, after)) {
        if (!before.charged() && after.charged()) {
          succeeded.increment();
        }
        return after;
      }
    }
  }

  /** The intents with this attempt id, newest first. */
  List<PaymentIntent> ofAttempt(String attemptId) {
    List<PaymentIntent> found = new ArrayList<>();
    Long latest = latestOfAttempt.get(attemptId);
    PaymentIntent intent = latest == null ? null : find(latest);
    while (intent != null) {
      found.add(intent);
      intent = find(intent.previousOfAttempt());
    }
    return found;
  }

  Stream<PaymentIntent> newestFirst() {
    long newest = next.get() - 1;
    return LongStream.iterate(newest, number -> number >= 0, number -> number - 1)
        .limit(intents.length())
        .mapToObj(this::find)
        .filter(Objects::nonNull);
  }

  void keep(Refund refund) {
    if (refunds.putIfAbsent(refund.id(), refund) != null) {
      refunds.replace(refund.id(), refund);
    }
  }

  @Nullable Refund findRefund(String id) {
    return refunds.get(id);
  }

  /** Every remembered refund, in no order. */
  Stream<Refund> refunds() {
    return refunds.values();
  }

  private int slot(long number) {
    return (int) (number % intents.length());
  }
}
