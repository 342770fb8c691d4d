package io.tollgate.channels.adyen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the columns of a report are, by the names in its first line: their order is not relied on.
 */
final class AdyenReportColumns {

  static final String MERCHANT_ACCOUNT = "Merchant Account";
  static final String PSP_REFERENCE = "Psp Reference";
  static final String MERCHANT_REFERENCE = "Merchant Reference";
  static final String CREATION_DATE = "Creation Date";
  static final String TIME_ZONE = "TimeZone";
  static final String TYPE = "Type";
  static final String MODIFICATION_REFERENCE = "Modification Reference";
  static final String GROSS_CURRENCY = "Gross Currency";
  static final String GROSS_DEBIT = "Gross Debit (GC)";
  static final String GROSS_CREDIT = "Gross Credit (GC)";
  static final String NET_CURRENCY = "Net Currency";
  static final String NET_DEBIT = "Net Debit (NC)";
  static final String NET_CREDIT = "Net Credit (NC)";

  /** What Adyen kept, in the net currency: either the commission or the other three. */
  static final List<String> COSTS =
      List.of("Commission (NC)", "Markup (NC)", "Scheme Fees (NC)", "Interchange (NC)");

  /** Our own reference of a capture or a refund; a report may lack it. */
  static final String MODIFICATION_MERCHANT_REFERENCE = "Modification Merchant Reference";

  private static final List<String> REQUIRED =
      List.of(
          MERCHANT_ACCOUNT,
          PSP_REFERENCE,
          MERCHANT_REFERENCE,
          CREATION_DATE,
          TIME_ZONE,
          TYPE,
          MODIFICATION_REFERENCE,
          GROSS_CURRENCY,
          GROSS_DEBIT,
          GROSS_CREDIT,
          NET_CURRENCY,
          NET_DEBIT,
          NET_CREDIT);

  private final Map<String, Integer> places;

  private AdyenReportColumns(Map<String, Integer> places) {
    this.places = places;
  }

  /** The columns of a first line; empty where one that we need is missing. */
  static Optional<AdyenReportColumns> of(String[] headings) {
    var places = new HashMap<String, Integer>();
    for (int place = 0; place < headings.length; place++) {
      places.putIfAbsent(headings[place].replace("\uFEFF", "").strip(), place);
    }
    return places.keySet().containsAll(REQUIRED) && COSTS.stream().allMatch(places::containsKey)
        ? Optional.of(new AdyenReportColumns(places))
        : Optional.empty();
  }

  /** A line's cell, without blanks around it; empty where the line is too short. */
  String cell(String[] line, String heading) {
    var place = places.get(heading);
    return place == null || place >= line.length ? "" : line[place].strip();
  }
}
