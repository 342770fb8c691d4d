package io.tollgate.sandbox.btcpay;

import io.tollgate.sandbox.btcpay.BtcPayReply.Way;
import io.tollgate.sandbox.btcpay.BtcPayScript.Answering;
import io.tollgate.sandbox.btcpay.BtcPayScript.Refunding;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Which request is for whom. */
final class BtcPayRoutes {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long NEVER = Long.MAX_VALUE;

  private final BtcPaySimulatorSettings settings;
  private final BtcPayBook book;
  private final BtcPayInvoices invoices;
  private final BtcPayRefunds refunds;
  private final BtcPayJson json;

  BtcPayRoutes(
      BtcPaySimulatorSettings settings,
      BtcPayBook book,
      BtcPayInvoices invoices,
      BtcPayRefunds refunds,
      BtcPayJson json) {
    this.settings = settings;
    this.book = book;
    this.invoices = invoices;
    this.refunds = refunds;
    this.json = json;
  }

  BtcPayReply answer(BtcPayRequest request) {
    try {
      return request.path().startsWith("/api/v1/stores/") ? ofStore(request) : open(request);
    } catch (BtcPayRefusal refusal) {
      return BtcPayReply.refused(refusal);
    }
  }

  /** What anybody may see: refunds, and the pages of payers. */
  private BtcPayReply open(BtcPayRequest request) {
    return switch (request.shape()) {
      case "GET /api/v1/pull-payments/*" -> BtcPayReply.json(json.pullPayment(refund(request)));
      case "GET /api/v1/pull-payments/*/payouts" -> BtcPayReply.json(payouts(request));
      case "GET /i/*" -> checkout(request);
      case "GET /pull-payments/*" -> claim(request);
      case "GET /_sim/book" -> BtcPayReply.json(lines(request));
      default -> throw BtcPayRefusal.missing("page");
    };
  }

  private BtcPayReply ofStore(BtcPayRequest request) {
    if (!("token " + settings.apiKey()).equals(request.authorization())) {
      throw BtcPayRefusal.coded(401, "unauthenticated", "Authentication is required");
    }
    if (!request.after("stores").equals(settings.storeId())) {
      throw BtcPayRefusal.coded(403, "missing-permission", "Insufficient API permissions");
    }
    return switch (request.shape().replace("/api/v1/stores/*", "")) {
      case "POST /invoices" -> create(request.json());
      case "GET /invoices" -> BtcPayReply.json(list(request));
      case "GET /invoices/*" -> BtcPayReply.json(json.invoice(invoice(request)));
      case "DELETE /invoices/*" -> {
        book.change(invoice(request), Invoice::inArchive);
        yield BtcPayReply.json("");
      }
      case "GET /invoices/*/payment-methods" ->
          BtcPayReply.json(json.paymentMethods(invoice(request)));
      case "POST /invoices/*/status" ->
          BtcPayReply.json(json.invoice(invoices.mark(invoice(request), request.json())));
      case "POST /invoices/*/refund" -> refund(invoice(request), request.json());
      case "GET /pull-payments" -> BtcPayReply.json(pullPayments(request));
      default -> throw BtcPayRefusal.missing("route");
    };
  }

  private BtcPayReply create(JsonNode body) {
    Answering answering =
        BtcPayScript.of(body.path("metadata").path("itemDesc").asString("")).answering;
    return switch (answering) {
      case DROP_BEFORE -> BtcPayReply.broken().by(Way.DROP);
      case FAIL_BEFORE -> BtcPayReply.broken();
      case REFUSE -> throw BtcPayRefusal.ofField("amount", "As the script wants");
      case REFUSE_WITH_CODE -> throw BtcPayRefusal.coded(400, "generic-error", "No rate");
      case BUSY -> throw BtcPayRefusal.coded(429, "too-many-requests", "Slow down");
      case AT_ONCE, SLOW, SILENT, DROP_AFTER, FAIL_AFTER ->
          BtcPayReply.json(json.invoice(invoices.create(body))).as(answering);
    };
  }

  private BtcPayReply refund(Invoice invoice, JsonNode body) {
    BtcPayReply reply = BtcPayReply.json(json.pullPayment(refunds.create(invoice, body)));
    return invoice.script().refunding == Refunding.SILENT ? reply.by(Way.SILENCE) : reply;
  }

  private ArrayNode list(BtcPayRequest request) {
    List<String> orderIds = request.texts("orderId");
    long from = request.number("startDate", 0);
    long to = request.number("endDate", NEVER);
    boolean archived = request.is("includeArchived");
    Stream<ObjectNode> found =
        book.invoices()
            .filter(invoice -> orderIds.isEmpty() || orderIds.contains(invoice.orderId()))
            .filter(invoice -> invoice.created() >= from && invoice.created() <= to)
            .filter(invoice -> archived || !invoice.archived())
            .skip(request.number("skip", 0))
            .limit(request.number("take", NEVER))
            .map(invoice -> written(invoice, request.is("includePaymentMethods")));
    return array(found);
  }

  private ObjectNode written(Invoice invoice, boolean withMethods) {
    ObjectNode node = json.invoice(invoice);
    if (withMethods) {
      node.set("paymentMethods", json.paymentMethods(invoice));
    }
    return node;
  }

  private ArrayNode pullPayments(BtcPayRequest request) {
    boolean archived = request.is("includeArchived");
    return array(
        book.refunds().filter(refund -> archived || !refund.archived()).map(json::pullPayment));
  }

  private ArrayNode payouts(BtcPayRequest request) {
    PullPayment refund = refund(request);
    boolean cancelled = request.is("includeCancelled");
    return array(
        refund.payouts().stream()
            .filter(payout -> cancelled || payout.state() != PullPayment.State.CANCELLED)
            .map(payout -> BtcPayJson.payout(payout, refund)));
  }

  /** Where a payer pays: {@code ?pay=all}, or an amount. */
  private BtcPayReply checkout(BtcPayRequest request) {
    Invoice invoice = invoice(request);
    String pay = request.text("pay");
    if (pay != null) {
      invoices.pay(invoice, pay.equals("all") ? invoice.amount() : new BigDecimal(pay));
    }
    return BtcPayReply.page(
        "<h1>%s %s</h1><p>It %s.</p><p><a href=\"?pay=all\">Pay</a></p>"
            .formatted(
                invoice.currency(), invoice.amount().toPlainString(), invoice.script().about));
  }

  /** Where a payer claims a refund: {@code ?claim=all}, or an amount. */
  private BtcPayReply claim(BtcPayRequest request) {
    PullPayment refund = refund(request);
    String claim = request.text("claim");
    if (claim != null) {
      refunds.claim(refund, claim.equals("all") ? refund.left() : new BigDecimal(claim));
    }
    return BtcPayReply.page(
        "<h1>%s %s for you</h1><p><a href=\"?claim=all\">Claim</a></p>"
            .formatted(refund.currency(), refund.left().toPlainString()));
  }

  private ArrayNode lines(BtcPayRequest request) {
    String attempt = request.text("attempt");
    return JSON.valueToTree(book.lines(attempt == null ? "" : attempt));
  }

  private Invoice invoice(BtcPayRequest request) {
    String word = request.path().startsWith("/i/") ? "i" : "invoices";
    Invoice found = book.invoice(request.after(word));
    if (found == null) {
      throw BtcPayRefusal.missing("invoice");
    }
    return found;
  }

  private PullPayment refund(BtcPayRequest request) {
    PullPayment found = book.refund(request.after("pull-payments"));
    if (found == null) {
      throw BtcPayRefusal.missing("pullpayment");
    }
    return found;
  }

  private static ArrayNode array(Stream<ObjectNode> nodes) {
    ArrayNode array = JSON.createArrayNode();
    nodes.forEach(array::add);
    return array;
  }
}
