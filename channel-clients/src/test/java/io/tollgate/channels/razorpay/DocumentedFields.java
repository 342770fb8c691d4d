package io.tollgate.channels.razorpay;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The fields that Razorpay's documents give each request (razorpay/markdown-docs, pages named
 * below); there is no machine-readable description. A star marks what is mandatory, a dot what is
 * inside.
 */
final class DocumentedFields {

  private static final Map<String, String> PAGES =
      Map.ofEntries(
          // api/orders/create.md; payments/payments/capture-settings/api.md
          entry("order", "amount* currency* receipt notes payment payment.capture*"),
          // s2s-integration/recurring-payments/upi-intent/authorization-transaction.md
          entry(
              "agreement order",
              "amount* currency* customer_id* method* receipt notes payment payment.capture* token*"
                  + " token.max_amount token.expire_at token.frequency*"),
          // s2s-integration/json/v2/build-integration/netbanking.md, fpx.md;
          // payment-methods/wallet.md
          entry(
              "netbanking",
              "amount* currency* email* contact* order_id* method* bank* ip referer user_agent"
                  + " callback_url description notes"),
          entry(
              "wallet",
              "amount* currency* email* contact* order_id* method* wallet* ip referer user_agent"
                  + " callback_url description notes"),
          // s2s-integration/json/v2/build-integration/upi/collect.md, intent.md
          entry(
              "upi",
              "amount* currency* email* contact* order_id* method* upi* upi.flow* upi.vpa ip referer"
                  + " user_agent callback_url description notes"),
          // s2s-integration/recurring-payments/upi/authorization-transaction.md, upi-intent/…
          entry(
              "agreement payment",
              "amount* currency* order_id* customer_id* recurring* method* upi* upi.flow* upi.vpa"
                  + " email contact ip referer user_agent description notes"),
          // api/payments/recurring-payments/upi/create-subsequent-payments.md
          entry(
              "recurring",
              "email* contact* amount* currency* order_id* customer_id* token* recurring*"
                  + " description notes"),
          // api/payments/capture.md
          entry("capture", "amount* currency*"),
          // api/refunds/normal-refunds-idempotent.md
          entry("refund", "amount speed notes receipt"),
          // api/payments/payment-links/create-standard.md, customise-payment-methods.md
          entry(
              "link",
              "amount* currency accept_partial reference_id description customer customer.name"
                  + " customer.email customer.contact reminder_enable notes callback_url"
                  + " callback_method options options.checkout options.checkout.method"
                  + " options.checkout.method.card options.checkout.method.netbanking"
                  + " options.checkout.method.upi options.checkout.method.wallet"),
          // api/customers/create.md
          entry("customer", "name email contact fail_existing notes"));

  private DocumentedFields() {}

  /** What is wrong with a body; empty where it is right. */
  static List<String> problems(String page, JsonNode body) {
    var fields = List.of(PAGES.getOrDefault(page, "").split(" "));
    var known = fields.stream().map(it -> it.replace("*", "")).collect(Collectors.toSet());
    var problems = new ArrayList<String>();
    fields.stream()
        .filter(it -> it.endsWith("*"))
        .map(it -> it.replace("*", ""))
        .filter(it -> isInside(body, it) && body.at("/" + it.replace('.', '/')).isMissingNode())
        .forEach(it -> problems.add("lacks " + it));
    names("", body)
        .filter(it -> !known.contains(it))
        .forEach(it -> problems.add(it + " is unknown"));
    return problems;
  }

  /** A field of an object that is not there is not missed. */
  private static boolean isInside(JsonNode body, String field) {
    int dot = field.lastIndexOf('.');
    return dot < 0 || body.at("/" + field.substring(0, dot).replace('.', '/')).isObject();
  }

  /** All names, down to the leaves; what is in notes is ours. */
  private static Stream<String> names(String at, JsonNode node) {
    return node.properties().stream()
        .flatMap(field -> {
          var name = at + field.getKey();
          return Set.of("notes").contains(name)
              ? Stream.of(name)
              : Stream.concat(Stream.of(name), names(name + ".", field.getValue()));
        });
  }
}
