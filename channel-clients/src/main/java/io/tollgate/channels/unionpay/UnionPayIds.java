package io.tollgate.channels.unionpay;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.payment.PaymentId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Our ids as UnionPay's order numbers: 8 to 40 letters and digits (facts, section 7,
 * "Idempotency"), of which a line of the bill has room for 32. Our ids have no capitals, so
 * capitals stand for what is not allowed:
 *
 * <ul>
 *   <li>an attempt {@code pay_<26>-1} is {@code P<26>1};
 *   <li>of an operation's id {@code _} becomes {@code U} and {@code -} becomes {@code D}, and a
 *       short one is filled up with {@code P}.
 * </ul>
 */
final class UnionPayIds {

  private static final String PAYMENT = "pay_";
  private static final int SHORTEST = 8;
  private static final int DERIVED_LENGTH = 32;
  private static final Pattern ATTEMPT = Pattern.compile("P([0-9a-z]{26})([1-9][0-9]?)");
  private static final Pattern OPERATION = Pattern.compile("([0-9a-zUD]{1,40}?)P{0,7}");

  private UnionPayIds() {}

  static String of(ChannelRequestId attempt) {
    return "P" + attempt.payment().value().substring(PAYMENT.length()) + attempt.attempt();
  }

  static String of(OperationId operation) {
    var escaped = operation.value().replace('_', 'U').replace('-', 'D');
    return escaped + "P".repeat(Math.max(0, SHORTEST - escaped.length()));
  }

  /** A number like no other for something that nobody asks after by it. */
  static String derived(String purpose, OperationId operation, String txnTime) {
    var text = purpose + ' ' + operation.value() + ' ' + txnTime;
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DERIVED_LENGTH);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /** The attempt that a number names, if it names one of ours. */
  static Optional<ChannelRequestId> attempt(@Nullable String orderId) {
    var match = ATTEMPT.matcher(orderId == null ? "" : orderId);
    return match.matches()
        ? PaymentId.parse(PAYMENT + match.group(1))
            .map(payment -> new ChannelRequestId(payment, Integer.parseInt(match.group(2))))
        : Optional.empty();
  }

  /** The operation that a number names, if it has the shape of ours. */
  static Optional<OperationId> operation(@Nullable String orderId) {
    var match = OPERATION.matcher(orderId == null ? "" : orderId);
    return match.matches()
        ? OperationId.parse(match.group(1).replace('U', '_').replace('D', '-'))
        : Optional.empty();
  }
}
