package io.tollgate.channels.antom;

import io.tollgate.channels.antom.AntomAmounts.Amount;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment, in the answers to paying and to asking. Any part may be missing: it
 * comes from outside.
 *
 * @param paymentStatus where we asked; {@code result} is then about the question
 * @param paymentRequestId our id of the attempt
 * @param transactions what happened to it since, where we asked
 */
record AntomPayment(
    @Nullable AntomResult result,
    @Nullable String paymentStatus,
    @Nullable String paymentResultCode,
    @Nullable String paymentRequestId,
    @Nullable String paymentId,
    @Nullable Amount paymentAmount,
    @Nullable String normalUrl,
    @Nullable String applinkUrl,
    @Nullable RedirectForm redirectActionForm,
    @Nullable CodeForm orderCodeForm,
    @Nullable List<Transaction> transactions) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** A page to go to. */
  record RedirectForm(@Nullable String method, @Nullable String redirectUrl) {}

  /** Codes to show, in several shapes. */
  record CodeForm(@Nullable List<Code> codeDetails) {}

  /** One shape of a code. */
  record Code(
      @Nullable String codeValueType, @Nullable String codeValue, @Nullable String displayType) {}

  /** A capture, a refund or a cancellation. */
  record Transaction(
      @Nullable AntomResult transactionResult,
      @Nullable String transactionId,
      @Nullable String transactionType,
      @Nullable String transactionStatus,
      @Nullable Amount transactionAmount,
      @Nullable String transactionRequestId) {}

  /** Whether a text has the shape of Antom's ids. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** Antom's own id of it, if it has the shape of one. */
  @Nullable String reference() {
    return isId(paymentId) ? paymentId : null;
  }

  /** Whether attempt, amount and currency are those of the order; else it says nothing to us. */
  boolean isOf(ChannelRequestId attempt, Order order, ChannelAccount account) {
    return attempt.toString().equals(paymentRequestId) && isOf(order.amount(), account);
  }

  /** Whether it names another attempt or amount. A failure may name none. */
  boolean contradicts(ChannelRequestId attempt, Order order, ChannelAccount account) {
    return (paymentRequestId != null && !attempt.toString().equals(paymentRequestId))
        || (paymentAmount != null && !isOf(order.amount(), account));
  }

  /** Whether money that was held was taken. */
  boolean isCaptured() {
    return captures().anyMatch(capture -> "SUCCESS".equals(capture.transactionStatus()));
  }

  /** The capture of that id of ours. */
  Optional<Transaction> capture(String ours) {
    return captures().filter(capture -> ours.equals(capture.transactionRequestId())).findFirst();
  }

  private boolean isOf(Money amount, ChannelAccount account) {
    return AntomAmounts.decode(paymentAmount, account).equals(Optional.of(amount));
  }

  private Stream<Transaction> captures() {
    return transactions == null
        ? Stream.empty()
        : transactions.stream()
            .filter(Objects::nonNull)
            .filter(transaction -> "CAPTURE".equals(transaction.transactionType()));
  }
}
