package io.tollgate.channels.unionpay;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What we keep of a transaction: UnionPay finds it by our number <em>and</em> the time that it was
 * sent with, and refers to it by a number of its own (facts, section 7, "Idempotency" and the table
 * of operations). It is written {@code <txnTime>} or {@code <txnTime>-<queryId>}.
 *
 * @param txnTime as it was sent
 * @param queryId UnionPay's own number, once an answer brought it
 */
record UnionPayReference(String txnTime, @Nullable String queryId) {

  private static final Pattern QUERY_ID = Pattern.compile("[0-9A-Za-z]{1,32}");

  /** What was written; empty where it was not us who wrote it. */
  static Optional<UnionPayReference> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    int dash = text.indexOf('-');
    var reference =
        dash < 0
            ? new UnionPayReference(text, null)
            : new UnionPayReference(text.substring(0, dash), text.substring(dash + 1));
    return Optional.of(reference).filter(UnionPayReference::isWhole);
  }

  /** Whether a text has the shape of UnionPay's own numbers. */
  static boolean isQueryId(@Nullable String text) {
    return text != null && QUERY_ID.matcher(text).matches();
  }

  private boolean isWhole() {
    return UnionPayTimes.read(txnTime).isPresent() && (queryId == null || isQueryId(queryId));
  }

  @Override
  public String toString() {
    return queryId == null ? txnTime : txnTime + "-" + queryId;
  }
}
