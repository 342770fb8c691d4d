package io.tollgate.channels.adyen;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of Adyen's answers and webhooks. Any part may be missing, whatever the description
 * says: it comes from outside.
 */
final class AdyenPayload {

  private AdyenPayload() {}

  /**
   * An amount.
   *
   * @param currency upper case
   * @param value in the unit that {@link AdyenAmounts} explains; some webhooks spell it as a text
   */
  record Amount(@Nullable String currency, @Nullable JsonNode value) {

    private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,17}");

    /** The whole number; empty where there is none. */
    OptionalLong number() {
      if (value == null) {
        return OptionalLong.empty();
      }
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        return OptionalLong.of(value.longValue());
      }
      return value.isString() && DIGITS.matcher(value.stringValue()).matches()
          ? OptionalLong.of(Long.parseLong(value.stringValue()))
          : OptionalLong.empty();
    }

    /** The money that it is; empty where it is none. */
    Optional<Money> money(ChannelAccount account) {
      var number = number();
      return currency == null || number.isEmpty()
          ? Optional.empty()
          : AdyenAmounts.decode(number.getAsLong(), currency, account);
    }
  }

  /** The answer to {@code /payments} and {@code /payments/details}. */
  record Payment(
      @Nullable String pspReference,
      @Nullable String resultCode,
      @Nullable String merchantReference,
      @Nullable Amount amount,
      @Nullable String refusalReasonCode,
      @Nullable Action action,
      @Nullable JsonNode additionalData) {}

  /** What the payer has to do. */
  record Action(
      @Nullable String type,
      @Nullable String method,
      @Nullable String url,
      @Nullable String downloadUrl,
      @Nullable String qrCodeData,
      @Nullable String reference) {}

  /** A payment link. */
  record Link(
      @Nullable String id,
      @Nullable String merchantAccount,
      @Nullable String reference,
      @Nullable Amount amount,
      @Nullable String status,
      @Nullable String url) {}

  /** The answer to a capture, a cancellation or a refund. */
  record Modification(
      @Nullable String merchantAccount,
      @Nullable String paymentPspReference,
      @Nullable String paymentReference,
      @Nullable String pspReference,
      @Nullable String reference,
      @Nullable String status,
      @Nullable Amount amount) {}

  /** The methods that are stored for a shopper. */
  record StoredMethods(
      @Nullable String merchantAccount,
      @Nullable String shopperReference,
      @Nullable List<@Nullable StoredMethod> storedPaymentMethods) {}

  /** One of them. */
  record StoredMethod(@Nullable String id) {}

  /** An answer of another kind than 2xx. */
  record Failure(@Nullable String errorCode, @Nullable String errorType) {}

  /** A webhook about payments. */
  record Notification(@Nullable List<@Nullable Wrapper> notificationItems) {}

  /** Adyen's envelope around each of its events. */
  record Wrapper(@JsonProperty("NotificationRequestItem") @Nullable Item item) {}

  /** One event. Its signature covers some of it only: see {@link AdyenSigning}. */
  record Item(
      @Nullable String pspReference,
      @Nullable String originalReference,
      @Nullable String merchantAccountCode,
      @Nullable String merchantReference,
      @Nullable Amount amount,
      @Nullable String eventCode,
      @Nullable JsonNode success,
      @Nullable String reason,
      @Nullable JsonNode additionalData) {

    /** Whether what the event is about succeeded; empty where it does not say. */
    Optional<Boolean> succeeded() {
      if (success == null) {
        return Optional.empty();
      }
      return switch (success.asString("")) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> Optional.empty();
      };
    }
  }

  /** A webhook about a stored method. */
  record TokenEvent(@Nullable String type, @Nullable TokenData data) {}

  /** The stored method that it is about. */
  record TokenData(
      @Nullable String merchantAccount,
      @Nullable String shopperReference,
      @Nullable String storedPaymentMethodId) {}
}
