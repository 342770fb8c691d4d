package io.tollgate.channels.paystack;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Our ids as Paystack keeps them. A transaction's reference is the attempt's id, and is what
 * Paystack calls the transaction everywhere; it takes letters, digits and {@code - . =} only (spec:
 * TransactionInitialize). A refund has no reference of ours, so its note carries our id.
 */
final class PaystackIds {

  private static final String NOTE = "tollgate ";

  private PaystackIds() {}

  /** An attempt's reference: {@code pay.<26 characters>-<number>}. */
  static String reference(ChannelRequestId attempt) {
    return attempt.toString().replace('_', '.');
  }

  /** The attempt of a reference, if it is one of ours. */
  static Optional<ChannelRequestId> attempt(@Nullable String reference) {
    return reference == null
        ? Optional.empty()
        : ChannelRequestId.parse(reference.replace('.', '_'))
            .filter(attempt -> reference(attempt).equals(reference));
  }

  /** What a refund's merchant reads, and we find it by. */
  static String note(OperationId refund) {
    return NOTE + refund;
  }

  /** The refund of a note, if it is one of ours. */
  static Optional<OperationId> refund(@Nullable String note) {
    return note != null && note.startsWith(NOTE)
        ? OperationId.parse(note.substring(NOTE.length()))
        : Optional.empty();
  }
}
