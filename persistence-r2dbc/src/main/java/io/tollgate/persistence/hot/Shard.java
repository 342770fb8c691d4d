package io.tollgate.persistence.hot;

import io.tollgate.domain.payment.PaymentId;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The keys of one shard of the hot store. They share the hash tag {@code {p:NN}}, so they lie in
 * one slot of a Redis Cluster and one script may touch them all. The names are stored data.
 *
 * @param number 0 to 63
 */
public record Shard(int number) {

  /** All of them, in order. */
  public static final List<Shard> ALL =
      IntStream.range(0, PaymentId.SHARDS).mapToObj(Shard::new).toList();

  /** The task of the delay queue that checks a payment's status is this and the payment's id. */
  public static final String WATCH = "watch:";

  public Shard {
    if (number < 0 || number >= PaymentId.SHARDS) {
      throw new IllegalArgumentException(
          "shard: " + number + " (expected: 0 to " + (PaymentId.SHARDS - 1) + ")");
    }
  }

  /** The shard that holds a payment. */
  public static Shard of(PaymentId id) {
    return ALL.get(id.shard());
  }

  /** The shard of one of its keys. */
  public static Shard ofKey(String key) {
    return ALL.get(Integer.parseInt(key.substring(3, key.indexOf('}'))));
  }

  /** The hash tag, braces included. */
  public String tag() {
    return number < 10 ? "{p:0" + number + "}" : "{p:" + number + "}";
  }

  /** The hash of a payment: v, dbv, st, s, f, a. */
  public String payment(String id) {
    return tag() + ":pay:" + id;
  }

  /** What is left of a payment whose hot copy has expired: the fingerprint of its request. */
  public String seen(String id) {
    return tag() + ":seen:" + id;
  }

  /** The change stream: entries of id, v and s, the snapshot. */
  public String log() {
    return tag() + ":log";
  }

  /** Whether and on which run of Redis the shard is open. */
  String fence() {
    return tag() + ":fence";
  }

  /** The stream of entries that no reader could work on. */
  public String parked() {
    return tag() + ":log:parked";
  }

  /** The delay queue: task ids by the time they are due, in ms since 1970. */
  public String due() {
    return tag() + ":due";
  }

  /** Who holds a task of the delay queue. */
  String lease() {
    return tag() + ":due:lease";
  }

  /** What tasks of the delay queue carry. */
  String body() {
    return tag() + ":due:body";
  }
}
