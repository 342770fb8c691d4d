package io.tollgate.sandbox.camara;

import static io.tollgate.sandbox.camara.CamaraReply.error;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Lists of payments and refunds, page by page. */
record CamaraLists(CamaraBook book, int longestPage) {

  CamaraReply payments(Map<String, String> query) {
    try {
      var from = time(query.get("paymentCreationDate.gte"), Instant.MIN);
      var to = time(query.get("paymentCreationDate.lte"), Instant.MAX);
      if (from.isAfter(to)) {
        return error(400, "CARRIER_BILLING.INVALID_DATE_RANGE");
      }
      Predicate<BilledPayment> wanted =
          payment ->
              !payment.createdAt().isBefore(from)
                  && !payment.createdAt().isAfter(to)
                  && payment.merchant().contains(query.getOrDefault("merchantIdentifier", ""))
                  && query
                      .getOrDefault("paymentStatus", payment.status())
                      .contains(payment.status());
      return page(
          book.payments().stream().filter(wanted).map(BilledPayment::shown).toList(), query);
    } catch (DateTimeException noTime) {
      return CamaraReply.invalid("Client specified an invalid argument.");
    }
  }

  CamaraReply refunds(BilledPayment payment, Map<String, String> query) {
    return page(payment.refunds().stream().map(BilledRefund::shown).toList(), query);
  }

  /** Pages are counted from one; one behind the end is refused, as the behaviour tests have it. */
  private CamaraReply page(List<ObjectNode> oldestFirst, Map<String, String> query) {
    int number = number(query.get("page"), 1);
    int size = Math.min(longestPage, number(query.get("perPage"), 10));
    var all =
        query.getOrDefault("order", "desc").equals("asc") ? oldestFirst : oldestFirst.reversed();
    if (number < 1 || size < 1 || (number > 1 && (number - 1) * size >= all.size())) {
      return error(400, "OUT_OF_RANGE");
    }
    var page = CamaraReply.JSON.createArrayNode();
    all.stream().skip((number - 1L) * size).limit(size).forEach(page::add);
    return CamaraReply.list(page, all.size());
  }

  private static Instant time(@Nullable String text, Instant otherwise) {
    return text == null ? otherwise : OffsetDateTime.parse(text).toInstant();
  }

  private static int number(@Nullable String text, int otherwise) {
    return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
  }
}
