package io.tollgate.channels.stripe;

import static java.util.Map.entry;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.StatementRow.Kind;
import java.util.Map;

/**
 * Stripe's reporting categories as kinds of statement lines (description, {@code
 * reporting_category}; docs.stripe.com/reports/reporting-categories). What is not captured of an
 * authorization is a line of its own that takes it off the payment.
 */
final class StripeCategories {

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          entry("charge", Kind.PAYMENT),
          entry("charge_failure", Kind.PAYMENT),
          entry("partial_capture_reversal", Kind.PAYMENT),
          entry("refund", Kind.REFUND),
          entry("refund_failure", Kind.REFUND),
          entry("dispute", Kind.CHARGEBACK),
          entry("dispute_reversal", Kind.CHARGEBACK),
          entry("fee", Kind.FEE),
          entry("network_cost", Kind.FEE),
          entry("tax", Kind.FEE),
          entry("payout", Kind.PAYOUT),
          entry("payout_reversal", Kind.PAYOUT),
          entry("advance", Kind.OTHER),
          entry("advance_funding", Kind.OTHER),
          entry("anticipation_repayment", Kind.OTHER),
          entry("connect_collection_transfer", Kind.OTHER),
          entry("connect_reserved_funds", Kind.OTHER),
          entry("contribution", Kind.OTHER),
          entry("financing_paydown", Kind.OTHER),
          entry("financing_paydown_reversal", Kind.OTHER),
          entry("financing_payout", Kind.OTHER),
          entry("financing_payout_reversal", Kind.OTHER),
          entry("issuing_authorization_hold", Kind.OTHER),
          entry("issuing_authorization_release", Kind.OTHER),
          entry("issuing_dispute", Kind.OTHER),
          entry("issuing_transaction", Kind.OTHER),
          entry("obligation", Kind.OTHER),
          entry("other_adjustment", Kind.OTHER),
          entry("platform_earning", Kind.OTHER),
          entry("platform_earning_refund", Kind.OTHER),
          entry("risk_reserved_funds", Kind.OTHER),
          entry("topup", Kind.OTHER),
          entry("topup_reversal", Kind.OTHER),
          entry("transfer", Kind.OTHER),
          entry("transfer_reversal", Kind.OTHER));

  private StripeCategories() {}

  /** The kind of a category; one that is not listed is {@link Kind#OTHER}, and an alarm. */
  static Kind kind(String category, Alarms alarms) {
    var kind = KINDS.get(category);
    if (kind == null) {
      alarms.raise(Alarm.UNMAPPED, "category " + StripeDeclines.word(category));
      return Kind.OTHER;
    }
    return kind;
  }
}
