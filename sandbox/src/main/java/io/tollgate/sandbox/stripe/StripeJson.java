package io.tollgate.sandbox.stripe;

import io.tollgate.sandbox.stripe.PaymentIntent.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes Stripe's objects. The pieces that never change are ready-made, because this runs for every
 * request of a load test.
 */
final class StripeJson {

  static final String API_VERSION = "2023-08-16";

  private static final int INTENT_SIZE = 1_600;
  private static final String NEVER_SET =
      "\"on_behalf_of\":null,\"payment_method_options\":{\"card\":{\"installments\":null,"
          + "\"mandate_options\":null,\"network\":null,\"request_three_d_secure\":\"automatic\"}},";
  private static final String TAIL =
      "\"shipping\":null,\"statement_descriptor\":null," + "\"statement_descriptor_suffix\":null,";

  /** The simulator's own address, for the page where a payer acts. */
  private final String baseUrl;

  StripeJson(String baseUrl) {
    this.baseUrl = baseUrl;
  }

  String intent(PaymentIntent intent) {
    StringBuilder out = new StringBuilder(INTENT_SIZE);
    write(out, intent);
    return out.toString();
  }

  void write(StringBuilder out, PaymentIntent intent) {
    PaymentIntent.Details details = intent.details();
    Status status = intent.status();
    boolean capturable = status == Status.REQUIRES_CAPTURE;
    out.append("{\"id\":\"").append(StripeIds.intent(intent.number()));
    out.append("\",\"object\":\"payment_intent\",\"amount\":").append(intent.amount());
    out.append(",\"amount_capturable\":").append(capturable ? intent.amount() : 0);
    out.append(",\"amount_details\":{\"tip\":{}},\"amount_received\":").append(intent.received());
    out.append(",\"application\":null,\"application_fee_amount\":null,");
    out.append("\"automatic_payment_methods\":null,\"canceled_at\":");
    if (status == Status.CANCELED) {
      out.append(details.canceledAtSeconds());
    } else {
      out.append("null");
    }
    text(out.append(','), "cancellation_reason", details.cancellationReason());
    out.append("\"capture_method\":")
        .append(intent.manualCapture() ? "\"manual\"" : "\"automatic\"");
    out.append(",\"client_secret\":\"").append(StripeIds.clientSecret(intent.number()));
    out.append("\",\"confirmation_method\":\"automatic\",\"created\":");
    out.append(intent.created() / 1_000).append(",\"currency\":\"").append(intent.currency());
    text(out.append("\","), "customer", details.customer());
    text(out, "description", details.description());
    out.append("\"invoice\":null,\"last_payment_error\":");
    writeLastError(out, intent);
    out.append(",\"latest_charge\":");
    if (hasCharge(intent)) {
      out.append('"').append(StripeIds.charge(intent.number())).append('"');
    } else {
      out.append("null");
    }
    out.append(",\"livemode\":false,");
    metadata(out, details.metadata());
    writeNextAction(out, intent);
    out.append(NEVER_SET);
    text(
        out,
        "payment_method",
        status == Status.REQUIRES_PAYMENT_METHOD ? null : intent.paymentMethod());
    writeMethodTypes(out, details.methodTypes());
    out.append("\"processing\":");
    out.append(status == Status.PROCESSING ? "{\"type\":\"card\"}," : "null,");
    out.append("\"receipt_email\":null,\"review\":null,");
    text(out, "setup_future_usage", details.setupFutureUsage());
    out.append(TAIL).append("\"status\":\"").append(status.wireName);
    out.append("\",\"transfer_data\":null,\"transfer_group\":null}");
  }

  private static boolean hasCharge(PaymentIntent intent) {
    return intent.charged()
        || intent.status() == Status.REQUIRES_CAPTURE
        || intent.status() == Status.PROCESSING
        || (intent.decline() != null && intent.decline().isByIssuer());
  }

  private static void writeMethodTypes(StringBuilder out, List<String> types) {
    out.append("\"payment_method_types\":[");
    for (int i = 0; i < types.size(); i++) {
      quoted(i == 0 ? out : out.append(','), types.get(i));
    }
    out.append("],");
  }

  private void writeNextAction(StringBuilder out, PaymentIntent intent) {
    if (intent.status() != Status.REQUIRES_ACTION) {
      out.append("\"next_action\":null,");
      return;
    }
    out.append("\"next_action\":{\"type\":\"redirect_to_url\",\"redirect_to_url\":{");
    text(out, "return_url", intent.details().returnUrl());
    out.append("\"url\":\"").append(actionUrl(StripeIds.intent(intent.number())));
    out.append("\"}},");
  }

  /** The page where the payer of an intent acts. */
  String actionUrl(String id) {
    return baseUrl + "/_sim/authenticate/" + id;
  }

  private static void writeLastError(StringBuilder out, PaymentIntent intent) {
    Decline decline = intent.decline();
    if (decline == null) {
      out.append("null");
      return;
    }
    out.append('{');
    writeDecline(out, intent, decline);
    out.append('}');
  }

  private static void writeDecline(StringBuilder out, PaymentIntent intent, Decline decline) {
    out.append("\"type\":\"").append(decline.type());
    out.append("\",\"code\":\"").append(decline.code).append("\",");
    if (decline.declineCode != null) {
      out.append("\"decline_code\":\"").append(decline.declineCode).append("\",");
    }
    if (decline.isByIssuer()) {
      out.append("\"charge\":\"").append(StripeIds.charge(intent.number())).append("\",");
    }
    out.append("\"doc_url\":\"https://stripe.com/docs/error-codes/");
    out.append(decline.code.replace('_', '-')).append("\",\"message\":\"");
    out.append(decline.message).append('"');
  }

  /** The answer to a payment that was refused: the error, with the intent inside. */
  String declined(PaymentIntent intent, Decline decline) {
    StringBuilder out = new StringBuilder(INTENT_SIZE + 400).append("{\"error\":{");
    writeDecline(out, intent, decline);
    out.append(",\"payment_intent\":");
    write(out, intent);
    return out.append("}}").toString();
  }

  String refusal(StripeRefusal refusal) {
    StringBuilder out = new StringBuilder("{\"error\":{");
    if (refusal.code != null) {
      text(out, "code", refusal.code);
    }
    if (refusal.param != null) {
      text(out, "param", refusal.param);
    }
    if (refusal.intent != null) {
      write(out.append("\"payment_intent\":"), refusal.intent);
      out.append(',');
    }
    text(out, "message", String.valueOf(refusal.getMessage()));
    return out.append("\"type\":\"").append(refusal.type).append("\"}}").toString();
  }

  static String internalError() {
    return "{\"error\":{\"message\":\"An unknown error occurred\",\"type\":\"api_error\"}}";
  }

  String refund(Refund refund) {
    StringBuilder out = new StringBuilder(600);
    out.append("{\"id\":\"").append(refund.id());
    out.append("\",\"object\":\"refund\",\"amount\":").append(refund.amount());
    out.append(",\"balance_transaction\":null,\"charge\":\"");
    out.append(StripeIds.charge(refund.intentNumber())).append("\",\"created\":");
    out.append(refund.createdSeconds()).append(",\"currency\":\"").append(refund.currency());
    out.append("\",");
    metadata(out, refund.metadata());
    out.append("\"payment_intent\":\"").append(StripeIds.intent(refund.intentNumber()));
    text(out.append("\","), "reason", refund.reason());
    if (refund.status() == Refund.Status.FAILED) {
      out.append("\"failure_reason\":\"expired_or_canceled_card\",");
    }
    out.append("\"receipt_number\":null,\"source_transfer_reversal\":null,\"status\":\"");
    out.append(refund.status().wireName).append("\",\"transfer_reversal\":null}");
    return out.toString();
  }

  /** A page of objects that are written already. */
  static String list(String url, List<String> objects, boolean hasMore) {
    return "{\"object\":\"list\",\"data\":["
        + String.join(",", objects)
        + "],\"has_more\":"
        + hasMore
        + ",\"url\":\""
        + url
        + "\"}";
  }

  String list(List<PaymentIntent> page, boolean hasMore) {
    StringBuilder out = new StringBuilder("{\"object\":\"list\",\"data\":[");
    writeAll(out, page);
    return out.append("],\"has_more\":")
        .append(hasMore)
        .append(",\"url\":\"/v1/payment_intents\"}")
        .toString();
  }

  String searchResult(List<PaymentIntent> page, boolean hasMore) {
    StringBuilder out = new StringBuilder("{\"object\":\"search_result\",\"data\":[");
    writeAll(out, page);
    return out.append("],\"has_more\":")
        .append(hasMore)
        .append(",\"next_page\":null,\"url\":\"/v1/payment_intents/search\"}")
        .toString();
  }

  private void writeAll(StringBuilder out, List<PaymentIntent> page) {
    for (int i = 0; i < page.size(); i++) {
      write(i == 0 ? out : out.append(','), page.get(i));
    }
  }

  String event(String id, String type, long createdSeconds, String object) {
    return "{\"id\":\""
        + id
        + "\",\"object\":\"event\",\"api_version\":\""
        + API_VERSION
        + "\",\"created\":"
        + createdSeconds
        + ",\"data\":{\"object\":"
        + object
        + "},\"livemode\":false,\"pending_webhooks\":1,\"request\":{\"id\":null,"
        + "\"idempotency_key\":null},\"type\":\""
        + type
        + "\"}";
  }

  private static void metadata(StringBuilder out, List<String> pairs) {
    out.append("\"metadata\":{");
    for (int i = 0; i < pairs.size(); i += 2) {
      quoted(i == 0 ? out : out.append(','), pairs.get(i));
      quoted(out.append(':'), pairs.get(i + 1));
    }
    out.append("},");
  }

  /** Writes {@code "name":"value",} with null as null. */
  private static void text(StringBuilder out, String name, @Nullable String value) {
    out.append('"').append(name).append("\":");
    if (value == null) {
      out.append("null,");
      return;
    }
    quoted(out, value);
    out.append(',');
  }

  static void quoted(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
