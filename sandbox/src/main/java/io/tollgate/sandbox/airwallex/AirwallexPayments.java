package io.tollgate.sandbox.airwallex;

import io.tollgate.sandbox.airwallex.AirwallexAnswer.Refused;
import io.tollgate.sandbox.airwallex.AirwallexScript.Course;
import io.tollgate.sandbox.airwallex.Intent.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done with intents. A request's id is good for one request. */
final class AirwallexPayments {

  private static final Set<String> WALLETS =
      Set.of("alipaycn", "alipayhk", "dana", "gcash", "kakaopay", "tng");

  private final AirwallexBook book;
  private final AirwallexEvents events;
  private final Function<Intent, ObjectNode> writing;
  private final Duration processing;

  AirwallexPayments(
      AirwallexBook book,
      AirwallexEvents events,
      Function<Intent, ObjectNode> writing,
      Duration processing) {
    this.book = book;
    this.events = events;
    this.writing = writing;
    this.processing = processing;
  }

  /** {@code POST .../create} */
  AirwallexAnswer create(AirwallexCall call) {
    Intent intent =
        new Intent(
            book.id("int"),
            call.text("merchant_order_id"),
            call.amount(),
            call.text("currency"),
            call.json().path("return_url").stringValueOpt().orElse(null),
            Status.REQUIRES_PAYMENT_METHOD,
            true,
            null,
            null,
            BigDecimal.ZERO,
            BigDecimal.ZERO);
    if (intent.script().course() == Course.REFUSED_AT_ONCE) {
      throw new Refused(intent.script().refusal());
    }
    once(call.text("request_id"));
    book.add(intent);
    return AirwallexAnswer.of(201, writing.apply(intent));
  }

  /** {@code POST .../{id}/confirm} */
  AirwallexAnswer confirm(AirwallexCall call) {
    Intent intent = found(call.intentId());
    String method = method(call.json());
    if (intent.script().course() == Course.REQUEST_REFUSED) {
      throw new Refused(intent.script().refusal());
    }
    once(call.text("request_id"));
    boolean atOnce = call.json().at("/payment_method_options/card/auto_capture").asBoolean(true);
    Intent confirmed =
        changed(
            intent,
            Set.of(Status.REQUIRES_PAYMENT_METHOD),
            before -> before.confirmed(method, atOnce));
    return WALLETS.contains(method) || intent.script().course() == Course.CHALLENGE
        ? told(book.change(confirmed, it -> it.now(Status.REQUIRES_CUSTOMER_ACTION)))
        : charge(confirmed);
  }

  /** A payer acts at the page; whether there was anything to do. */
  boolean act(String id, boolean succeeds) {
    Intent intent = book.find(id).orElse(null);
    if (intent == null || intent.status() != Status.REQUIRES_CUSTOMER_ACTION) {
      return false;
    }
    tell(book.change(intent, before -> succeeds ? settled(before) : failed(before)));
    return true;
  }

  /** {@code GET .../{id}} */
  AirwallexAnswer retrieve(AirwallexCall call) {
    return AirwallexAnswer.of(200, writing.apply(found(call.intentId())));
  }

  /** {@code GET .../payment_intents} */
  AirwallexAnswer list(AirwallexCall call) {
    String orderId = call.parameter("merchant_order_id");
    List<ObjectNode> items =
        book.intents()
            .filter(intent -> orderId.isEmpty() || intent.orderId().equals(orderId))
            .map(writing)
            .toList();
    return AirwallexAnswer.of(200, AirwallexJson.page(items, false));
  }

  /** {@code POST .../{id}/capture} */
  AirwallexAnswer capture(AirwallexCall call) {
    Intent intent = found(call.intentId());
    BigDecimal amount = call.amount();
    if (amount.compareTo(intent.amount()) > 0) {
      throw new Refused(400, "amount_above_limit");
    }
    once(call.text("request_id"));
    return told(changed(intent, Set.of(Status.REQUIRES_CAPTURE), before -> before.taken(amount)));
  }

  /** {@code POST .../{id}/cancel} */
  AirwallexAnswer cancel(AirwallexCall call) {
    Intent intent = found(call.intentId());
    once(call.text("request_id"));
    return told(
        changed(
            intent,
            Set.of(
                Status.REQUIRES_PAYMENT_METHOD,
                Status.REQUIRES_CUSTOMER_ACTION,
                Status.REQUIRES_CAPTURE),
            before -> before.now(Status.CANCELLED)));
  }

  private AirwallexAnswer charge(Intent intent) {
    return switch (intent.script().course()) {
      case SUCCEED, REQUEST_REFUSED, REFUSED_AT_ONCE, CHALLENGE ->
          told(book.change(intent, AirwallexPayments::settled));
      case DECLINED -> {
        tell(book.change(intent, AirwallexPayments::failed));
        throw new Refused(intent.script().refusal());
      }
      case PEND_THEN_SUCCEED -> later(intent, Status.PENDING, AirwallexPayments::settled);
      case PEND_THEN_FAIL -> later(intent, Status.PENDING, AirwallexPayments::failed);
      case REVIEW_THEN_SUCCEED -> later(intent, Status.PENDING_REVIEW, AirwallexPayments::settled);
    };
  }

  private AirwallexAnswer later(Intent intent, Status meanwhile, UnaryOperator<Intent> end) {
    Mono.delay(processing).subscribe(_ -> tell(book.change(intent, end)));
    return told(book.change(intent, before -> before.now(meanwhile)));
  }

  private AirwallexAnswer told(Intent intent) {
    tell(intent);
    return AirwallexAnswer.of(200, writing.apply(intent));
  }

  private void tell(Intent intent) {
    events.tell(intent);
  }

  /** What comes of a payment that the payer made. */
  private static Intent settled(Intent intent) {
    return intent.script().course() == Course.DECLINED ? failed(intent) : intent.paid();
  }

  private static Intent failed(Intent intent) {
    return intent.failed(intent.script().refusal());
  }

  private Intent changed(Intent intent, Set<Status> from, UnaryOperator<Intent> change) {
    return book.change(
        intent,
        before -> {
          if (!from.contains(before.status())) {
            throw new Refused(400, "invalid_status_for_operation");
          }
          return change.apply(before);
        });
  }

  private void once(String requestId) {
    if (!book.isNew(requestId)) {
      throw new Refused(400, "duplicate_request");
    }
  }

  private Intent found(String id) {
    return book.find(id).orElseThrow(() -> new Refused(404, "not_found"));
  }

  /** The kept method, the consent or the wallet's name. */
  private static String method(JsonNode body) {
    String type = body.at("/payment_method/type").asString("");
    if (WALLETS.contains(type)) {
      boolean hasFlow = !body.at("/payment_method/" + type + "/flow").asString("").isEmpty();
      if (!hasFlow) {
        throw new Refused(400, "validation_error");
      }
      return type;
    }
    String kept = body.at("/payment_method/id").asString("");
    String token = kept.isEmpty() ? body.path("payment_consent_id").asString("") : kept;
    if (!token.startsWith("mtd_sandbox") && !token.startsWith("cst_sandbox")) {
      throw new Refused(400, "resource_not_found");
    }
    return token;
  }
}
