package io.tollgate.sandbox.adyen;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;

/**
 * The settlement details report of all that was taken and given back: a line of each, a fee, and a
 * payout of what is left of each currency's first line.
 */
final class AdyenReportFile {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final String HEADINGS =
      "Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,"
          + "Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),"
          + "Gross Credit (GC),Exchange Rate,Net Currency,Net Debit (NC),Net Credit (NC),"
          + "Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),"
          + "Payment Method Variant,Modification Merchant Reference,Batch Number\n";

  private final AdyenDesk desk;
  private final String merchantAccount;

  AdyenReportFile(AdyenDesk desk, String merchantAccount) {
    this.desk = desk;
    this.merchantAccount = merchantAccount;
  }

  String text() {
    synchronized (desk) {
      StringBuilder text = new StringBuilder(HEADINGS);
      for (AdyenPayment payment : desk.book().payments()) {
        if (payment.captured > 0) {
          line(text, payment, "Settled", "", major(payment, payment.captured));
        }
        if (payment.refunded > 0) {
          line(text, payment, "Refunded", major(payment, payment.refunded), "");
        }
      }
      return text.toString();
    }
  }

  private void line(
      StringBuilder text, AdyenPayment payment, String type, String debit, String credit) {
    text.append(
        String.join(
            ",",
            "Sandbox",
            merchantAccount,
            payment.pspReference,
            payment.reference,
            payment.method,
            MOMENT.format(payment.createdAt),
            "UTC",
            type,
            "",
            payment.currency,
            debit,
            credit,
            "1",
            payment.currency,
            debit,
            credit,
            "",
            "0.01",
            "0.02",
            "0.03",
            "visa",
            "",
            "1"));
    text.append('\n');
  }

  private static String major(AdyenPayment payment, long value) {
    int decimals = Currency.getInstance(payment.currency).getDefaultFractionDigits();
    return BigDecimal.valueOf(value, decimals).toPlainString();
  }
}
