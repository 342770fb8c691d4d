package io.tollgate.sandbox.stripe;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the balance changed by, told from the book: nothing is kept besides it. As with the real one
 * an authorization of which a part was captured makes two lines, and a refund that failed as well.
 */
final class StripeBalance {

  private static final Set<String> LIST = Set.of("created", "expand", "limit", "starting_after");
  private static final String URL = "/v1/balance_transactions";
  private static final long FEE_IN_THOUSANDTHS = 14;
  private static final long FIXED_FEE = 25;

  private final StripeBook book;
  private final StripeJson json;
  private final JsonMapper mapper = JsonMapper.builder().build();

  StripeBalance(StripeBook book, StripeJson json) {
    this.book = book;
    this.json = json;
  }

  /** One line; amounts in minor units, the source as it is when it is expanded. */
  private record Line(
      String id,
      long createdSeconds,
      String type,
      String category,
      long amount,
      long fee,
      String currency,
      ObjectNode source) {}

  /** {@code GET /v1/balance_transactions}, newest first */
  StripeReply list(StripeForm query) {
    query.allow(LIST);
    var within = StripeLists.within(query);
    boolean expands = query.texts("expand").contains("data.source");
    List<Line> wanted =
        Stream.concat(
                book.newestFirst().filter(PaymentIntent::charged).flatMap(this::ofPayment),
                book.refunds().flatMap(this::ofRefund))
            .filter(line -> within.test(line.createdSeconds()))
            .sorted(
                Comparator.comparingLong(Line::createdSeconds).thenComparing(Line::id).reversed())
            .toList();
    return StripeLists.page(query, URL, wanted, Line::id, line -> written(line, expands));
  }

  private Stream<Line> ofPayment(PaymentIntent intent) {
    String tail = StripeIds.intent(intent.number()).substring("pi_".length());
    long created = intent.created() / 1_000;
    long fee = intent.received() * FEE_IN_THOUSANDTHS / 1_000 + FIXED_FEE;
    Line whole =
        new Line(
            "txn_" + tail,
            created,
            "charge",
            "charge",
            intent.amount(),
            fee,
            intent.currency(),
            charge(intent));
    long reversed = intent.amount() - intent.received();
    if (reversed == 0) {
      return Stream.of(whole);
    }
    Line reversal =
        new Line(
            "txn_r" + tail,
            created,
            "refund",
            "partial_capture_reversal",
            -reversed,
            0,
            intent.currency(),
            reversal(intent, "re_r" + tail, reversed));
    return Stream.of(whole, reversal);
  }

  private Stream<Line> ofRefund(Refund refund) {
    String tail = refund.id().substring("re_".length());
    ObjectNode source = (ObjectNode) mapper.readTree(json.refund(refund));
    Line given =
        new Line(
            "txn_" + tail,
            refund.createdSeconds(),
            "refund",
            "refund",
            -refund.amount(),
            0,
            refund.currency(),
            source);
    if (refund.status() != Refund.Status.FAILED) {
      return Stream.of(given);
    }
    Line back =
        new Line(
            "txn_f" + tail,
            refund.createdSeconds(),
            "refund_failure",
            "refund_failure",
            refund.amount(),
            0,
            refund.currency(),
            source);
    return Stream.of(given, back);
  }

  private static ObjectNode charge(PaymentIntent intent) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", StripeIds.charge(intent.number()))
        .put("object", "charge")
        .put("amount", intent.amount())
        .put("amount_captured", intent.received())
        .put("amount_refunded", intent.refunded())
        .put("captured", true)
        .put("created", intent.created() / 1_000)
        .put("currency", intent.currency())
        .put("disputed", false)
        .put("livemode", false)
        .put("paid", true)
        .put("payment_intent", StripeIds.intent(intent.number()))
        .put("refunded", intent.refunded() == intent.received())
        .put("status", "succeeded");
    out.putObject("billing_details");
    ObjectNode metadata = out.putObject("metadata");
    List<String> pairs = intent.details().metadata();
    for (int i = 0; i < pairs.size(); i += 2) {
      metadata.put(pairs.get(i), pairs.get(i + 1));
    }
    return out;
  }

  private static ObjectNode reversal(PaymentIntent intent, String id, long amount) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", id)
        .put("object", "refund")
        .put("amount", amount)
        .put("charge", StripeIds.charge(intent.number()))
        .put("created", intent.created() / 1_000)
        .put("currency", intent.currency())
        .put("payment_intent", StripeIds.intent(intent.number()))
        .put("status", "succeeded")
        .putObject("metadata");
    return out;
  }

  private static String written(Line line, boolean expands) {
    ObjectNode out = JsonNodeFactory.instance.objectNode();
    out.put("id", line.id())
        .put("object", "balance_transaction")
        .put("amount", line.amount())
        .put("available_on", line.createdSeconds())
        .put("created", line.createdSeconds())
        .put("currency", line.currency())
        .putNull("description")
        .putNull("exchange_rate")
        .put("fee", line.fee())
        .put("net", line.amount() - line.fee())
        .put("reporting_category", line.category())
        .put("status", "available")
        .put("type", line.type());
    var details = out.putArray("fee_details");
    if (line.fee() > 0) {
      details
          .addObject()
          .put("amount", line.fee())
          .putNull("application")
          .put("currency", line.currency())
          .put("description", "Stripe processing fees")
          .put("type", "stripe_fee");
    }
    if (expands) {
      out.set("source", line.source());
    } else {
      out.put("source", line.source().path("id").asString(""));
    }
    return out.toString();
  }
}
