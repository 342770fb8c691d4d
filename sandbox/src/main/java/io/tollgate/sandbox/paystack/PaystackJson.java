package io.tollgate.sandbox.paystack;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Transactions and refunds in the shape that Paystack's description gives them. */
final class PaystackJson {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private PaystackJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** A transaction as it is verified, charged and told of. */
  static ObjectNode sale(PaystackSale sale) {
    ObjectNode json =
        object()
            .put("id", sale.id())
            .put("domain", "test")
            .put("status", sale.status())
            .put("reference", sale.reference())
            .put("amount", sale.amount())
            .put("requested_amount", sale.amount())
            .put("currency", sale.currency())
            .put("channel", sale.channel())
            .put("gateway_response", sale.gatewayResponse())
            .put("ip_address", "127.0.0.1")
            .put("metadata", "")
            .put("created_at", sale.created().toString())
            .put("createdAt", sale.created().toString())
            .put("transaction_date", sale.created().toString())
            .put("paid_at", text(sale.paid()))
            .put("paidAt", text(sale.paid()))
            .put("fees", sale.isPaid() ? fees(sale) : null);
    nulls(json, "receipt_number", "message", "log", "fees_split", "plan", "order_id", "connect");
    nulls(json, "pos_transaction_data", "source", "fees_breakdown");
    json.set("authorization", authorization(sale));
    json.set("customer", customer(sale.email()));
    json.putObject("split");
    json.putObject("plan_object");
    json.putObject("subaccount");
    return json;
  }

  /** The same in a list, where some parts have other shapes. */
  static ObjectNode listed(PaystackSale sale) {
    ObjectNode json = sale(sale);
    json.putObject("plan");
    json.putObject("metadata");
    return json;
  }

  /** What a charge under way is told as: hardly anything. */
  static ObjectNode underWay(PaystackSale sale) {
    ObjectNode json = object().put("reference", sale.reference()).put("status", sale.status());
    return json.put("display_text", "Please go on");
  }

  /** A refund as it is fetched and listed. */
  static ObjectNode refund(PaystackRefund refund, PaystackSale sale) {
    ObjectNode json =
        common(refund)
            .put("transaction", refund.sale())
            .put("transaction_reference", refund.reference())
            .put("transaction_amount", sale.amount())
            .put("fully_deducted", 1)
            .put("reason", "REQUESTED")
            .put("refund_type", "normal")
            .put("initiated_by", "api")
            .put("refund_channel", "migs")
            .put("collect_account_number", false);
    nulls(json, "dispute", "settlement", "refunded_at", "bank_reference", "session_id");
    ObjectNode customer = customer(sale.email()).put("metadata", "").put("first_name", "Ada");
    json.set("customer", customer.put("last_name", "L").put("phone", "").put(PHONE, ""));
    return json;
  }

  /** A refund as it is made, with what was paid as a whole. */
  static ObjectNode refundMade(PaystackRefund refund, PaystackSale sale) {
    ObjectNode json =
        common(refund)
            .put("fully_deducted", true)
            .put("expected_at", refund.created().toString())
            .put("updatedAt", refund.created().toString());
    nulls(json, "channel");
    ObjectNode paid = sale(sale);
    paid.putObject("plan");
    paid.putObject("subaccount").putNull("currency");
    json.set("transaction", paid);
    return json;
  }

  /** What a refund's event is about; its amount is a text there. */
  static ObjectNode refundTold(PaystackRefund refund, PaystackSale sale) {
    ObjectNode json =
        object()
            .put("status", refund.status())
            .put("transaction_reference", refund.reference())
            .putNull("refund_reference")
            .put("amount", Long.toString(refund.amount()))
            .put("currency", refund.currency())
            .put("processor", "instant-transfer")
            .put("integration", 412829)
            .put("domain", "test");
    json.set("customer", customer(sale.email()));
    return json;
  }

  /** The pages of a list that is counted. */
  static ObjectNode pages(int total, int perPage, int page) {
    return object()
        .put("total", total)
        .put("skipped", (page - 1) * perPage)
        .put("perPage", Integer.toString(perPage))
        .put("page", page)
        .put("pageCount", Math.max(1, (total + perPage - 1) / perPage));
  }

  static ObjectNode customer(String email) {
    ObjectNode json =
        object()
            .put("id", 14571)
            .put("email", email)
            .put("customer_code", "CUS_" + Integer.toHexString(email.hashCode()))
            .put("risk_action", "default");
    nulls(json, "first_name", "last_name", "phone", "metadata", PHONE);
    return json;
  }

  /** A hundredth, which is easy to check. */
  static long fees(PaystackSale sale) {
    return sale.amount() / 100;
  }

  private static final String PHONE = "international_format_phone";

  private static ObjectNode common(PaystackRefund refund) {
    return object()
        .put("id", refund.id())
        .put("integration", 412829)
        .put("domain", "test")
        .put("currency", refund.currency())
        .put("amount", refund.amount())
        .put("deducted_amount", refund.amount())
        .put("status", refund.status())
        .put("merchant_note", refund.note())
        .put("customer_note", "Refund for transaction " + refund.reference())
        .put("refunded_by", "shop@example.com")
        .put("createdAt", refund.created().toString());
  }

  private static ObjectNode authorization(PaystackSale sale) {
    ObjectNode json =
        object()
            .put("authorization_code", "AUTH_" + sale.id())
            .put("bin", "408408")
            .put("last4", "4081")
            .put("exp_month", "12")
            .put("exp_year", "2030")
            .put("channel", sale.channel())
            .put("card_type", "visa")
            .put("bank", "TEST BANK")
            .put("country_code", "NG")
            .put("brand", "visa")
            .put("reusable", true)
            .put("signature", "SIG_" + sale.id());
    nulls(json, "account_name", "receiver_bank", "receiver_bank_account_number");
    return json;
  }

  private static void nulls(ObjectNode json, String... names) {
    for (String name : names) {
      json.putNull(name);
    }
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
