package io.tollgate.channels.unionpay;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where the fields of a line are: fixed widths with a blank between them (facts, section 7,
 * "Bill"). Neither the widths nor the places are confirmed, so both are options: {@value #WIDTHS},
 * and {@value #PLACES}, which tells time, amount, UnionPay's number, ours, fee, type and merchant,
 * by counting fields from one.
 */
final class UnionPayBillLayout {

  static final String WIDTHS = "bill-widths";
  static final String PLACES = "bill-places";

  private static final String WIDTHS_UNLESS_SET =
      "3,11,11,6,10,19,12,4,2,21,2,32,2,6,10,13,13,4,15,2,2,6,2,4,32,1,21,15,1,15,32,13,13,8,32,"
          + "13,13,12,2,1,131";
  private static final String PLACES_UNLESS_SET = "5,7,10,12,16,20,28";
  private static final int PLACES_NEEDED = 7;

  private final int[] widths;
  private final int[] places;

  private UnionPayBillLayout(int[] widths, int[] places) {
    this.widths = widths;
    this.places = places;
  }

  /** What we read of a line, without the blanks around it. */
  record Line(
      String time,
      String amount,
      String queryId,
      String orderId,
      String fee,
      String txnType,
      String merId) {}

  /** The account's layout; throws where its options make none. */
  static UnionPayBillLayout of(UnionPayCalls calls) {
    var layout =
        new UnionPayBillLayout(
            numbers(calls.option(WIDTHS, WIDTHS_UNLESS_SET)),
            numbers(calls.option(PLACES, PLACES_UNLESS_SET)));
    if (layout.places.length != PLACES_NEEDED
        || Arrays.stream(layout.places).anyMatch(it -> it < 1 || it > layout.widths.length)) {
      throw new IllegalArgumentException("option '" + PLACES + "'");
    }
    return layout;
  }

  /** The line's fields; empty where it is longer than a line, or a field ends elsewhere. */
  Optional<Line> line(String text) {
    var fields = new String[widths.length];
    int at = 0;
    for (int field = 0; field < widths.length; field++) {
      int end = at + widths[field];
      fields[field] = cut(text, at, end);
      if (end < text.length() && text.charAt(end) != ' ') {
        return Optional.empty();
      }
      at = end + 1;
    }
    return text.length() > at ? Optional.empty() : Optional.of(line(fields));
  }

  private Line line(String[] fields) {
    return new Line(
        fields[places[0] - 1],
        fields[places[1] - 1],
        fields[places[2] - 1],
        fields[places[3] - 1],
        fields[places[4] - 1],
        fields[places[5] - 1],
        fields[places[6] - 1]);
  }

  private static String cut(String text, int from, int to) {
    return from >= text.length() ? "" : text.substring(from, Math.min(to, text.length())).strip();
  }

  private static int[] numbers(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).mapToInt(Integer::parseInt).toArray();
  }
}
