package io.tollgate.sandbox.stripe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One payment intent at one moment. A change makes a new one, so that a saved answer stays what it
 * was.
 *
 * @param number its place in the book, from 0
 * @param created in milliseconds of the epoch
 * @param received what was charged so far, minor units
 * @param previousOfAttempt the number of the earlier intent with the same attempt id; -1 for none
 */
record PaymentIntent(
    long number,
    long created,
    long amount,
    String currency,
    boolean manualCapture,
    Status status,
    long received,
    long refunded,
    @Nullable String paymentMethod,
    @Nullable Decline decline,
    @Nullable String attemptId,
    Details details,
    long previousOfAttempt) {

  enum Status {
    REQUIRES_PAYMENT_METHOD,
    REQUIRES_CONFIRMATION,
    REQUIRES_ACTION,
    PROCESSING,
    REQUIRES_CAPTURE,
    SUCCEEDED,
    CANCELED;

    final String wireName = name().toLowerCase(java.util.Locale.ROOT);
  }

  /** What most intents share, kept once for all of them where it is empty. */
  record Details(
      List<String> methodTypes,
      List<String> metadata,
      @Nullable String returnUrl,
      @Nullable String description,
      @Nullable String customer,
      @Nullable String setupFutureUsage,
      @Nullable String cancellationReason,
      long canceledAtSeconds) {

    Details canceled(@Nullable String reason, long atSeconds) {
      return new Details(
          methodTypes,
          metadata,
          returnUrl,
          description,
          customer,
          setupFutureUsage,
          reason,
          atSeconds);
    }

    /** With more metadata; what has a name already is replaced. */
    Details noting(List<String> more) {
      if (more.isEmpty()) {
        return this;
      }
      Map<String, String> merged = new LinkedHashMap<>();
      Stream.of(metadata, more)
          .forEach(pairs -> {
            for (int i = 0; i < pairs.size(); i += 2) {
              merged.put(pairs.get(i), pairs.get(i + 1));
            }
          });
      return new Details(
          methodTypes,
          merged.entrySet().stream()
              .flatMap(pair -> Stream.of(pair.getKey(), pair.getValue()))
              .toList(),
          returnUrl,
          description,
          customer,
          setupFutureUsage,
          cancellationReason,
          canceledAtSeconds);
    }

    Details returningTo(@Nullable String other) {
      return other == null
          ? this
          : new Details(
              methodTypes,
              metadata,
              other,
              description,
              customer,
              setupFutureUsage,
              cancellationReason,
              canceledAtSeconds);
    }
  }

  /** Whether money was taken. */
  boolean charged() {
    return received > 0;
  }

  boolean isFinal() {
    return status == Status.SUCCEEDED || status == Status.CANCELED || decline != null;
  }

  PaymentIntent at(long place, long previous) {
    return new PaymentIntent(
        place,
        created,
        amount,
        currency,
        manualCapture,
        status,
        received,
        refunded,
        paymentMethod,
        decline,
        attemptId,
        details,
        previous);
  }

  PaymentIntent paidBy(String method, @Nullable String returnUrl) {
    return new PaymentIntent(
        number,
        created,
        amount,
        currency,
        manualCapture,
        Status.REQUIRES_CONFIRMATION,
        received,
        refunded,
        method,
        null,
        attemptId,
        details.returningTo(returnUrl),
        previousOfAttempt);
  }

  PaymentIntent waiting(Status now) {
    return with(now, received, refunded, null, details);
  }

  /** The money is taken, or only reserved where capture is manual. */
  PaymentIntent approved() {
    return manualCapture
        ? waiting(Status.REQUIRES_CAPTURE)
        : with(Status.SUCCEEDED, amount, refunded, null, details);
  }

  PaymentIntent captured(long taken, List<String> metadata) {
    return with(Status.SUCCEEDED, taken, refunded, null, details.noting(metadata));
  }

  PaymentIntent declined(Decline why) {
    return with(Status.REQUIRES_PAYMENT_METHOD, received, refunded, why, details);
  }

  PaymentIntent canceled(@Nullable String reason, long atSeconds) {
    return with(Status.CANCELED, received, refunded, null, details.canceled(reason, atSeconds));
  }

  PaymentIntent refundedBy(long more) {
    return with(status, received, refunded + more, decline, details);
  }

  private PaymentIntent with(
      Status otherStatus,
      long otherReceived,
      long otherRefunded,
      @Nullable Decline otherDecline,
      Details otherDetails) {
    return new PaymentIntent(
        number,
        created,
        amount,
        currency,
        manualCapture,
        otherStatus,
        otherReceived,
        otherRefunded,
        paymentMethod,
        otherDecline,
        attemptId,
        otherDetails,
        previousOfAttempt);
  }
}
