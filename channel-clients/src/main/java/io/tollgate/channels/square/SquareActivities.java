package io.tollgate.channels.square;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.StatementRow.Kind;
import java.util.Set;

/** Square's types of activity as kinds of statement lines (description, {@code ActivityType}). */
final class SquareActivities {

  private static final Set<String> FEES =
      Set.of(
          "APP_FEE_REFUND",
          "APP_FEE_REVENUE",
          "DEPOSIT_FEE",
          "DEPOSIT_FEE_REVERSED",
          "FEE",
          "FREE_PROCESSING",
          "PAID_SERVICE_FEE",
          "PAID_SERVICE_FEE_REFUND",
          "SUBSCRIPTION_FEE",
          "SUBSCRIPTION_FEE_PAID_REFUND",
          "SUBSCRIPTION_FEE_REFUND",
          "TAX_ON_FEE",
          "THIRD_PARTY_FEE",
          "THIRD_PARTY_FEE_REFUND",
          "LOCAL_OFFERS_FEE",
          "PROCESSING_FEE",
          "PROCESSING_FEE_REFUND",
          "UNDO_PROCESSING_FEE_REFUND",
          "GIFT_CARD_LOAD_FEE",
          "GIFT_CARD_LOAD_FEE_REFUND",
          "UNDO_GIFT_CARD_LOAD_FEE_REFUND");

  private static final Set<String> OTHERS =
      Set.of(
          "ADJUSTMENT",
          "AUTOMATIC_SAVINGS",
          "AUTOMATIC_SAVINGS_REVERSED",
          "ESCHEATMENT",
          "HOLD_ADJUSTMENT",
          "INITIAL_BALANCE_CHANGE",
          "MONEY_TRANSFER",
          "MONEY_TRANSFER_REVERSAL",
          "OTHER",
          "OTHER_ADJUSTMENT",
          "REDEMPTION_CODE",
          "RELEASE_ADJUSTMENT",
          "RESERVE_HOLD",
          "RESERVE_RELEASE",
          "SQUARE_CAPITAL_PAYMENT",
          "SQUARE_CAPITAL_REVERSED_PAYMENT",
          "AUTOMATIC_BITCOIN_CONVERSIONS",
          "AUTOMATIC_BITCOIN_CONVERSIONS_REVERSED",
          "CREDIT_CARD_REPAYMENT",
          "CREDIT_CARD_REPAYMENT_REVERSED",
          "LOCAL_OFFERS_CASHBACK",
          "PERCENTAGE_PROCESSING_ENROLLMENT",
          "PERCENTAGE_PROCESSING_DEACTIVATION",
          "PERCENTAGE_PROCESSING_REPAYMENT",
          "PERCENTAGE_PROCESSING_REPAYMENT_REVERSED",
          "BALANCE_FOLDERS_TRANSFER",
          "BALANCE_FOLDERS_TRANSFER_REVERSED",
          "GIFT_CARD_POOL_TRANSFER",
          "GIFT_CARD_POOL_TRANSFER_REVERSED",
          "SQUARE_PAYROLL_TRANSFER",
          "SQUARE_PAYROLL_TRANSFER_REVERSED");

  private SquareActivities() {}

  /** The kind of a type; one that is not listed is {@link Kind#OTHER}, and an alarm. */
  static Kind kind(String type, Alarms alarms) {
    return switch (type) {
      case "CHARGE" -> Kind.PAYMENT;
      case "REFUND" -> Kind.REFUND;
      case "DISPUTE", "OPEN_DISPUTE" -> Kind.CHARGEBACK;
      case "PAYOUT", "RETURNED_PAYOUT" -> Kind.PAYOUT;
      default -> lesserKind(type, alarms);
    };
  }

  private static Kind lesserKind(String type, Alarms alarms) {
    if (FEES.contains(type)) {
      return Kind.FEE;
    }
    if (!OTHERS.contains(type)) {
      alarms.raise(Alarm.UNMAPPED, "activity " + SquareDeclines.word(type));
    }
    return Kind.OTHER;
  }
}
