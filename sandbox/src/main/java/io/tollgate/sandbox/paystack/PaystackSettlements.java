package io.tollgate.sandbox.paystack;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Settles what was paid on a day, one currency at a time, on that day. */
final class PaystackSettlements {

  private final String baseUrl;
  private final PaystackBook book;

  PaystackSettlements(String baseUrl, PaystackBook book) {
    this.baseUrl = baseUrl;
    this.book = book;
  }

  private record Settlement(long id, LocalDate day, List<PaystackSale> sales) {}

  PaystackReply list(PaystackQuery query) {
    List<Settlement> all = settlements();
    ArrayNode data = PaystackJson.array();
    query.page(all, "perPage").forEach(settlement -> data.add(written(settlement)));
    return PaystackReply.of("Settlements retrieved", data, query.pages(all.size(), "perPage"));
  }

  PaystackReply transactions(PaystackQuery query) {
    List<PaystackSale> all = salesOf(query.number("settlement", -1));
    ArrayNode data = PaystackJson.array();
    query.page(all, "per_page").forEach(sale -> data.add(PaystackJson.listed(sale)));
    ObjectNode meta = query.pages(all.size(), "per_page").put("total_volume", volume(all));
    return PaystackReply.of("Transactions retrieved", data, meta);
  }

  PaystackReply export(PaystackQuery query) {
    ObjectNode data =
        PaystackJson.object()
            .put("path", baseUrl + "/_sim/files/" + query.number("settlement", -1) + ".csv")
            .put("expiresAt", "2030-01-01T00:00:00.000Z");
    return PaystackReply.of("Export successful", data);
  }

  /** The file of an export, in major units. */
  PaystackReply file(String name) {
    StringBuilder text = new StringBuilder("reference,status,currency,amount,fees,paid_at\r\n");
    String id = name.replace(".csv", "");
    for (PaystackSale sale : salesOf(id.matches("[0-9]{1,18}") ? Long.parseLong(id) : -1)) {
      text.append(
          "%s,%s,%s,%s,%s,%s\r\n"
              .formatted(
                  sale.reference(),
                  sale.status(),
                  sale.currency(),
                  major(sale.amount()),
                  major(PaystackJson.fees(sale)),
                  sale.paid()));
    }
    return PaystackReply.text(200, "text/csv", text.toString());
  }

  private List<PaystackSale> salesOf(long id) {
    return settlements().stream()
        .filter(settlement -> settlement.id() == id)
        .findFirst()
        .map(Settlement::sales)
        .orElse(List.of());
  }

  private List<Settlement> settlements() {
    TreeSet<LocalDate> days = new TreeSet<>();
    TreeSet<String> currencies = new TreeSet<>();
    book.sales()
        .forEach(sale -> {
          days.add(LocalDate.ofInstant(sale.created(), ZoneOffset.UTC));
          currencies.add(sale.currency());
        });
    List<Settlement> all = new ArrayList<>();
    for (LocalDate day : days.descendingSet()) {
      for (String currency : currencies) {
        List<PaystackSale> sales = book.settled(day, currency);
        if (!sales.isEmpty()) {
          all.add(new Settlement(sales.getFirst().id(), day, sales));
        }
      }
    }
    return all;
  }

  private static ObjectNode written(Settlement settlement) {
    long volume = volume(settlement.sales());
    long fees = settlement.sales().stream().mapToLong(PaystackJson::fees).sum();
    return PaystackJson.object()
        .put("id", settlement.id())
        .put("domain", "test")
        .put("status", "success")
        .put("currency", settlement.sales().getFirst().currency())
        .put("integration", 412829)
        .put("total_amount", volume - fees)
        .put("effective_amount", volume - fees)
        .put("total_fees", fees)
        .put("total_processed", volume)
        .putNull("deductions")
        .put("settlement_date", settlement.day() + "T00:00:00.000Z")
        .putNull("settled_by");
  }

  private static long volume(List<PaystackSale> sales) {
    return sales.stream().mapToLong(PaystackSale::amount).sum();
  }

  private static String major(long amount) {
    return amount / 100 + "." + "%02d".formatted(amount % 100);
  }
}
