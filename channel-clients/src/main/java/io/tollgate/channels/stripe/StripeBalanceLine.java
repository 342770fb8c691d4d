package io.tollgate.channels.stripe;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a balance transaction; any part may be missing.
 *
 * @param amount what the balance changed by, fees aside, in the unit that {@link StripeAmounts}
 *     explains; negative where money left us
 * @param fee in the same currency
 * @param currency of the balance, lower case
 * @param created in seconds of the epoch
 * @param source what it is about: a charge, a refund, a dispute …, or the id of such
 */
record StripeBalanceLine(
    @Nullable String id,
    @Nullable Long amount,
    @Nullable Long fee,
    @Nullable String currency,
    @Nullable Long created,
    @Nullable String reportingCategory,
    @Nullable JsonNode source) {

  /** A text of the source, where the whole of it is there. */
  Optional<String> ofSource(String pointer) {
    return source == null ? Optional.empty() : source.at(pointer).stringValueOpt();
  }

  /** The source's id, however much of it is there. */
  Optional<String> sourceId() {
    return source == null || source.isObject() ? ofSource("/id") : source.stringValueOpt();
  }

  /** Whether the payer's currency is another than that of our balance. */
  boolean isForeign() {
    return ofSource("/currency").filter(it -> !it.equals(currency)).isPresent();
  }

  /** The source's own amount, which is the payer's; null where it is no whole number. */
  @Nullable Long sourceAmount() {
    var amount = source == null ? null : source.path("amount");
    return amount != null && amount.isIntegralNumber() && amount.canConvertToLong()
        ? amount.asLong()
        : null;
  }
}
