package io.tollgate.sandbox.unionpay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Every transaction that there is: the truth that a gateway is compared with. */
public final class UnionPayBook {

  private static final long FIRST_NUMBER = 100_000;

  private final Map<String, UnionPayEntry> entries = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(FIRST_NUMBER);

  UnionPayBook() {}

  /** All transactions under a merchant's number, whenever they were sent. */
  public List<UnionPayEntry> of(String orderId) {
    return entries.values().stream().filter(it -> it.orderId().equals(orderId)).toList();
  }

  /** The transactions of one payment that took money, given back or not. */
  List<UnionPayEntry> chargesFor(String paymentId) {
    String start = "P" + paymentId.substring(paymentId.indexOf('_') + 1);
    return all().stream()
        .filter(it -> it.isCharge() && it.isDone() && it.orderId().startsWith(start))
        .toList();
  }

  /** How many transactions took money, given back or not. */
  public long chargeCount() {
    return all().stream().filter(UnionPayEntry::isCharge).filter(UnionPayEntry::isDone).count();
  }

  /** What was given back of a transaction, in fen. */
  public long refunded(String queryId) {
    return all().stream()
        .filter(it -> it.original().equals(queryId))
        .filter(UnionPayEntry::isRefund)
        .filter(UnionPayEntry::isDone)
        .mapToLong(UnionPayEntry::amount)
        .sum();
  }

  List<UnionPayEntry> all() {
    return List.copyOf(entries.values());
  }

  Optional<UnionPayEntry> entry(String orderId, String txnTime) {
    return Optional.ofNullable(entries.get(orderId + "@" + txnTime));
  }

  Optional<UnionPayEntry> numbered(String queryId) {
    return all().stream().filter(it -> it.queryId().equals(queryId)).findFirst();
  }

  /** Whether the number was used on that day already. */
  boolean isRepeated(String orderId, String txnTime) {
    return of(orderId).stream()
        .anyMatch(it -> it.txnTime().substring(0, 8).equals(txnTime.substring(0, 8)));
  }

  void put(UnionPayEntry entry) {
    entries.put(entry.orderId() + "@" + entry.txnTime(), entry);
  }

  Optional<UnionPayEntry> change(
      String orderId, String txnTime, UnaryOperator<UnionPayEntry> change) {
    return Optional.ofNullable(
        entries.computeIfPresent(orderId + "@" + txnTime, (_, it) -> change.apply(it)));
  }

  /** A number of UnionPay's: time, number and a check digit. */
  String nextQueryId(String txnTime) {
    return txnTime + numbers.incrementAndGet() + "8";
  }
}
