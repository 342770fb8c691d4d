package io.tollgate.sandbox.btcpay;

import io.tollgate.sandbox.btcpay.Invoice.Payment;
import io.tollgate.sandbox.btcpay.Invoice.Status;
import io.tollgate.sandbox.btcpay.PullPayment.Payout;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what there is as the description of 2.3.9 has it. */
final class BtcPayJson {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** What a bitcoin costs here, whatever the currency. */
  private static final BigDecimal RATE = new BigDecimal("50000.0");

  private final Supplier<String> baseUrl;
  private final String storeId;

  BtcPayJson(Supplier<String> baseUrl, String storeId) {
    this.baseUrl = baseUrl;
    this.storeId = storeId;
  }

  ObjectNode invoice(Invoice invoice) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", invoice.id())
        .put("storeId", storeId)
        .put("amount", invoice.amount().toPlainString())
        .put("paidAmount", invoice.paid().toPlainString())
        .put("currency", invoice.currency())
        .put("type", "Standard")
        .put("checkoutLink", baseUrl.get() + "/i/" + invoice.id())
        .put("createdTime", invoice.created())
        .put("expirationTime", invoice.expires())
        .put("monitoringExpiration", invoice.expires() + 86_400)
        .put("status", invoice.status().word)
        .put("additionalStatus", invoice.additional().word)
        .put("archived", invoice.archived());
    ArrayNode marks = node.putArray("availableStatusesForManualMarking");
    if (canMark(invoice, Status.SETTLED)) {
      marks.add(Status.SETTLED.word);
    }
    if (canMark(invoice, Status.INVALID)) {
      marks.add(Status.INVALID.word);
    }
    node.set("metadata", invoice.metadata());
    node.set("checkout", invoice.checkout());
    node.putObject("receipt").putNull("enabled");
    return node;
  }

  /** What a person, or the API, may say of an invoice that settles or loses it. */
  static boolean canMark(Invoice invoice, Status wanted) {
    return switch (invoice.status()) {
      case NEW, PROCESSING, EXPIRED -> true;
      case INVALID -> wanted == Status.SETTLED;
      case SETTLED -> wanted == Status.INVALID && invoice.additional() == Invoice.Additional.MARKED;
    };
  }

  /** The payment methods that an invoice offers. */
  static List<String> methods(Invoice invoice) {
    JsonNode asked = invoice.checkout().path("paymentMethods");
    return asked.isArray() && !asked.isEmpty()
        ? StreamSupport.stream(asked.spliterator(), false).map(JsonNode::asString).toList()
        : List.of("BTC-CHAIN", "BTC-LN");
  }

  /** The ways to pay an invoice; all money came by the first. */
  ArrayNode paymentMethods(Invoice invoice) {
    ArrayNode all = JSON.createArrayNode();
    List<Payment> payments = invoice.payments();
    for (String method : methods(invoice)) {
      all.add(paymentMethod(invoice, method, payments));
      payments = List.of();
    }
    return all;
  }

  private static ObjectNode paymentMethod(Invoice invoice, String id, List<Payment> payments) {
    String destination = "bcrt1q" + invoice.id().toLowerCase(Locale.ROOT);
    BigDecimal due = invoice.amount().subtract(invoice.paid());
    String link =
        id.equals("BTC-CHAIN")
            ? "bitcoin:" + destination + "?amount=" + crypto(due)
            : "lightning:lnbcrt" + invoice.id();
    ObjectNode node =
        JSON.createObjectNode()
            .put("paymentMethodId", id)
            .put("currency", "BTC")
            .put("destination", destination)
            .put("paymentLink", link)
            .put("rate", RATE.toPlainString())
            .put("paymentMethodPaid", crypto(payments.isEmpty() ? BigDecimal.ZERO : invoice.paid()))
            .put("totalPaid", crypto(invoice.paid()))
            .put("due", crypto(due))
            .put("amount", crypto(invoice.amount()))
            .put("paymentMethodFee", "0.00000000")
            .put("activated", true);
    ArrayNode came = node.putArray("payments");
    payments.forEach(payment -> came.add(payment(payment, destination, invoice.status())));
    node.putObject("additionalData");
    return node;
  }

  /** A payment, as it stands on the invoice and in a webhook. */
  static ObjectNode payment(Payment payment, String destination, Status status) {
    return JSON.createObjectNode()
        .put("id", payment.id())
        .put("receivedDate", payment.at())
        .put("value", crypto(payment.amount()))
        .put("fee", "0.00000000")
        .put("status", status == Status.SETTLED ? "Settled" : "Processing")
        .put("destination", destination);
  }

  ObjectNode pullPayment(PullPayment refund) {
    return JSON.createObjectNode()
        .put("id", refund.id())
        .put("name", refund.name())
        .put("description", "")
        .put("currency", refund.currency())
        .put("amount", refund.amount().toPlainString())
        .put("BOLT11Expiration", "30")
        .put("autoApproveClaims", false)
        .put("archived", refund.archived())
        .put("viewLink", baseUrl.get() + "/pull-payments/" + refund.id());
  }

  static ObjectNode payout(Payout payout, PullPayment refund) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("id", payout.id())
            .put("revision", 0)
            .put("pullPaymentId", refund.id())
            .put("date", String.valueOf(payout.created()))
            .put("destination", "bcrt1qpayer")
            .put("originalCurrency", refund.currency())
            .put("originalAmount", payout.amount().toPlainString())
            .put("payoutCurrency", "BTC")
            .put("payoutAmount", crypto(payout.amount()))
            .put("payoutMethodId", refund.payoutMethod())
            .put("state", payout.state().word);
    node.putObject("paymentProof").put("proofType", "PayoutProof");
    node.putObject("metadata");
    return node;
  }

  private static String crypto(BigDecimal amount) {
    return amount.divide(RATE, 8, RoundingMode.HALF_UP).toPlainString();
  }
}
