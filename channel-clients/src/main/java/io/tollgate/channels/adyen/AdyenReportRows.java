package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenReportColumns.COSTS;
import static io.tollgate.channels.adyen.AdyenReportColumns.CREATION_DATE;
import static io.tollgate.channels.adyen.AdyenReportColumns.GROSS_CREDIT;
import static io.tollgate.channels.adyen.AdyenReportColumns.GROSS_CURRENCY;
import static io.tollgate.channels.adyen.AdyenReportColumns.GROSS_DEBIT;
import static io.tollgate.channels.adyen.AdyenReportColumns.MERCHANT_REFERENCE;
import static io.tollgate.channels.adyen.AdyenReportColumns.MODIFICATION_MERCHANT_REFERENCE;
import static io.tollgate.channels.adyen.AdyenReportColumns.MODIFICATION_REFERENCE;
import static io.tollgate.channels.adyen.AdyenReportColumns.NET_CREDIT;
import static io.tollgate.channels.adyen.AdyenReportColumns.NET_CURRENCY;
import static io.tollgate.channels.adyen.AdyenReportColumns.NET_DEBIT;
import static io.tollgate.channels.adyen.AdyenReportColumns.PSP_REFERENCE;
import static io.tollgate.channels.adyen.AdyenReportColumns.TIME_ZONE;
import static io.tollgate.channels.adyen.AdyenReportColumns.TYPE;
import static java.util.Map.entry;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a settlement details report (docs.adyen.com/reporting/settlement-detail-report).
 * Amounts are decimals of the major unit by ISO 4217. A line that cannot be read is empty, and
 * makes the report unreadable: a list with holes proves nothing.
 */
final class AdyenReportRows {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,6})?");

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          entry("Settled", Kind.PAYMENT),
          entry("Refunded", Kind.REFUND),
          entry("RefundedReversed", Kind.REFUND),
          entry("Chargeback", Kind.CHARGEBACK),
          entry("SecondChargeback", Kind.CHARGEBACK),
          entry("ChargebackReversed", Kind.CHARGEBACK),
          entry("Fee", Kind.FEE),
          entry("MiscCosts", Kind.FEE),
          entry("PaymentCost", Kind.FEE),
          entry("InvoiceDeduction", Kind.FEE),
          entry("MerchantPayout", Kind.PAYOUT),
          entry("PaidOut", Kind.PAYOUT),
          entry("PaidOutReversed", Kind.PAYOUT),
          entry("EpaPaid", Kind.PAYOUT),
          entry("BankInstructionReturned", Kind.PAYOUT),
          entry("DepositCorrection", Kind.OTHER),
          entry("MatchedStatement", Kind.OTHER),
          entry("ManualCorrected", Kind.OTHER),
          entry("Balancetransfer", Kind.OTHER));

  /** Abbreviations mean different zones in different parts of the world; these are Adyen's. */
  private static final Map<String, ZoneOffset> ZONES =
      Map.ofEntries(
          entry("UTC", ZoneOffset.UTC),
          entry("GMT", ZoneOffset.UTC),
          entry("WET", ZoneOffset.UTC),
          entry("BST", ZoneOffset.ofHours(1)),
          entry("WEST", ZoneOffset.ofHours(1)),
          entry("CET", ZoneOffset.ofHours(1)),
          entry("CEST", ZoneOffset.ofHours(2)),
          entry("EET", ZoneOffset.ofHours(2)),
          entry("EEST", ZoneOffset.ofHours(3)),
          entry("SGT", ZoneOffset.ofHours(8)),
          entry("HKT", ZoneOffset.ofHours(8)),
          entry("JST", ZoneOffset.ofHours(9)),
          entry("AEST", ZoneOffset.ofHours(10)),
          entry("AEDT", ZoneOffset.ofHours(11)),
          entry("BRT", ZoneOffset.ofHours(-3)),
          entry("EST", ZoneOffset.ofHours(-5)),
          entry("EDT", ZoneOffset.ofHours(-4)),
          entry("PST", ZoneOffset.ofHours(-8)),
          entry("PDT", ZoneOffset.ofHours(-7)));

  private final AdyenReportColumns columns;
  private final ChannelAccount account;
  private final Alarms alarms;

  AdyenReportRows(AdyenReportColumns columns, ChannelAccount account, Alarms alarms) {
    this.columns = columns;
    this.account = account;
    this.alarms = alarms;
  }

  /** What a line says; empty where it cannot be read, or is another merchant account's. */
  Optional<StatementRow> row(String[] line) {
    var gross = gross(line);
    var fee = fee(line);
    var at = at(line);
    boolean isOurs =
        columns
            .cell(line, AdyenReportColumns.MERCHANT_ACCOUNT)
            .equals(AdyenOptions.merchantAccount(account));
    if (!isOurs || gross.isEmpty() || fee.isEmpty() || at.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StatementRow(
            kind(columns.cell(line, TYPE)),
            ours(line),
            adyens(line),
            gross.get(),
            fee.get().amount(),
            at.get()));
  }

  private Kind kind(String type) {
    var kind = KINDS.get(type);
    if (kind == null) {
      alarms.raise(Alarm.UNMAPPED, "report line of type " + AdyenRefusals.word(type));
      return Kind.OTHER;
    }
    return kind;
  }

  /** A capture or a refund is known by its own reference, all else by the payment's. */
  private @Nullable String ours(String[] line) {
    var modification = columns.cell(line, MODIFICATION_MERCHANT_REFERENCE);
    var text = modification.isEmpty() ? columns.cell(line, MERCHANT_REFERENCE) : modification;
    return AdyenReference.parse(text)
        .map(reference -> reference.requestId().toString())
        .or(() -> AdyenReference.operation(text).map(Object::toString))
        .orElse(null);
  }

  private @Nullable String adyens(String[] line) {
    boolean isPayment = columns.cell(line, TYPE).equals("Settled");
    var modification = columns.cell(line, MODIFICATION_REFERENCE);
    return AdyenIds.pspReference(
        isPayment || modification.isEmpty() ? columns.cell(line, PSP_REFERENCE) : modification);
  }

  /** In the payer's currency; fees and payouts have none, and are in the account's. */
  private Optional<Money> gross(String[] line) {
    return columns.cell(line, GROSS_CURRENCY).isEmpty()
        ? difference(line, NET_CREDIT, NET_DEBIT, NET_CURRENCY)
        : difference(line, GROSS_CREDIT, GROSS_DEBIT, GROSS_CURRENCY);
  }

  private Optional<Money> difference(String[] line, String credit, String debit, String currency) {
    return decimal(columns.cell(line, credit))
        .flatMap(in -> decimal(columns.cell(line, debit)).map(in::subtract))
        .flatMap(amount -> Decimals.read(amount.toPlainString(), columns.cell(line, currency)));
  }

  /** What Adyen kept; none where the line does not say. */
  private record Fee(@Nullable Money amount) {}

  private Optional<Fee> fee(String[] line) {
    if (COSTS.stream().allMatch(cost -> columns.cell(line, cost).isEmpty())) {
      return Optional.of(new Fee(null));
    }
    var sum = BigDecimal.ZERO;
    for (var cost : COSTS) {
      var part = decimal(columns.cell(line, cost));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.add(part.get());
    }
    return Decimals.read(sum.toPlainString(), columns.cell(line, NET_CURRENCY)).map(Fee::new);
  }

  private static Optional<BigDecimal> decimal(String cell) {
    if (cell.isEmpty()) {
      return Optional.of(BigDecimal.ZERO);
    }
    return PLAIN.matcher(cell).matches() ? Optional.of(new BigDecimal(cell)) : Optional.empty();
  }

  private Optional<Instant> at(String[] line) {
    var zone = ZONES.get(columns.cell(line, TIME_ZONE));
    if (zone == null) {
      alarms.raise(
          Alarm.UNMAPPED, "time zone " + AdyenRefusals.word(columns.cell(line, TIME_ZONE)));
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDateTime.parse(columns.cell(line, CREATION_DATE), MOMENT).toInstant(zone));
    } catch (DateTimeException noMoment) {
      return Optional.empty();
    }
  }
}
