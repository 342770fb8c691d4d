package io.tollgate.channels.adyen;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.payment.CaptureMode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Adyen's books know an attempt by: its id, and behind it {@code m} where the money is held
 * for a capture by hand and {@code h} where the payer pays at Adyen's own page.
 *
 * <p>Both are told this way because a webhook's signature covers the reference and hardly anything
 * else (facts, section 3, "Callback"): whether an authorisation is a payment, and whether a refusal
 * is the last word, must not hang on fields that anybody may change.
 *
 * <p>Operations and agreements are known by our id of them behind a mark of ours, so that what
 * other systems do under the same merchant account is not taken for ours.
 */
record AdyenReference(ChannelRequestId requestId, boolean isHeld, boolean isHosted) {

  private static final String OPERATION = "tollgate.";
  private static final Pattern SHAPE = Pattern.compile("(pay_[^-]+-[0-9]+)(?:-(m?)(h?))?");

  static AdyenReference of(ChannelRequestId requestId, CaptureMode capture, boolean isHosted) {
    return new AdyenReference(requestId, capture == CaptureMode.MANUAL, isHosted);
  }

  /** The reference that a text spells, if it is one of ours about a payment. */
  static Optional<AdyenReference> parse(@Nullable String text) {
    var matcher = SHAPE.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return ChannelRequestId.parse(matcher.group(1))
        .map(id -> new AdyenReference(id, has(matcher.group(2)), has(matcher.group(3))))
        .filter(reference -> reference.toString().equals(text));
  }

  /** What Adyen's books know an operation or an agreement by; it is its key too. */
  static String of(OperationId operation) {
    return OPERATION + operation;
  }

  /** Our id of the operation or agreement that a text names, if it names one of ours. */
  static Optional<OperationId> operation(@Nullable String text) {
    if (text == null || !text.startsWith(OPERATION)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new OperationId(text.substring(OPERATION.length())));
    } catch (IllegalArgumentException noneOfOurs) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    var marks = (isHeld ? "m" : "") + (isHosted ? "h" : "");
    return marks.isEmpty() ? requestId.toString() : requestId + "-" + marks;
  }

  private static boolean has(@Nullable String mark) {
    return mark != null && !mark.isEmpty();
  }
}
