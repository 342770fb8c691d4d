package io.tollgate.sandbox.camara;

import static io.tollgate.sandbox.camara.CamaraReply.JSON;
import static io.tollgate.sandbox.camara.CamaraReply.error;
import static io.tollgate.sandbox.camara.CamaraReply.invalid;

import io.tollgate.sandbox.camara.CamaraReply.Way;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/** What the operator does with payments, each by its script. */
final class CamaraPayments {

  private static final String PASSWORD = "123456";

  private final CamaraBook book;
  private final CamaraEvents events;
  private final String baseUrl;
  private final AtomicLong numbers = new AtomicLong();

  CamaraPayments(CamaraBook book, CamaraEvents events, String baseUrl) {
    this.book = book;
    this.events = events;
    this.baseUrl = baseUrl;
  }

  /** Charges in one step. One at a time, so that a correlator is used once. */
  synchronized CamaraReply create(ObjectNode request) {
    var draft = draft(request);
    return CamaraRules.refusal(draft, book)
        .orElseGet(() -> {
          begin(draft, "succeeded");
          return delivered(draft, draft.shown());
        });
  }

  /** Reserves, where nobody has to ask the payer first. */
  synchronized CamaraReply prepare(ObjectNode request) {
    var draft = draft(request);
    return CamaraRules.refusal(draft, book)
        .orElseGet(() -> {
          switch (draft.script()) {
            case PASSWORD, PASSWORD_LATER, PAGE -> ask(draft);
            default -> begin(draft, "reserved");
          }
          return delivered(draft, draft.prepared());
        });
  }

  CamaraReply retrieve(String id) {
    return book.find(id)
        .map(payment -> CamaraReply.of(200, payment.shown()))
        .orElseGet(CamaraPayments::notFound);
  }

  CamaraReply validate(String id, ObjectNode request) {
    if (!request.has("authorizationId") || !request.has("code")) {
      return invalid("Expected property is missing");
    }
    return book.find(id)
        .map(payment -> validate(payment, request))
        .orElseGet(CamaraPayments::notFound);
  }

  /** What the payer did at the operator's page. */
  boolean visited(String id, boolean agrees) {
    return book.find(id)
        .map(payment -> move(payment, "pending_validation", agrees ? "reserved" : "denied"))
        .orElse(false);
  }

  CamaraReply confirm(String id, ObjectNode request) {
    return book.find(id)
        .map(payment ->
            switch (payment.script()) {
              case CONFIRM_DENIED -> {
                move(payment, "reserved", "denied");
                yield error(403, "CARRIER_BILLING.PAYMENT_DENIED");
              }
              case CONFIRM_THEN_DROP -> {
                var reply = second(payment, request, "succeeded");
                yield reply.status() == 202 ? reply.by(Way.DROPPED) : reply;
              }
              default -> second(payment, request, "succeeded");
            })
        .orElseGet(CamaraPayments::notFound);
  }

  CamaraReply cancel(String id, ObjectNode request) {
    return book.find(id)
        .map(payment ->
            move(payment, "pending_validation", "cancelled")
                ? CamaraReply.of(202, null)
                : second(payment, request, "cancelled"))
        .orElseGet(CamaraPayments::notFound);
  }

  private BilledPayment draft(ObjectNode request) {
    return new BilledPayment(
        "payment-%08d".formatted(numbers.incrementAndGet()), request, Instant.now());
  }

  private void begin(BilledPayment draft, String last) {
    book.add(draft);
    switch (draft.script()) {
      case PROCESSING_THEN_OK, SILENT_THEN_OK ->
          events.later(() -> move(draft, "processing", last));
      case PROCESSING_THEN_DENIED, SILENT_THEN_DENIED ->
          events.later(() -> move(draft, "processing", "denied"));
      default -> move(draft, "processing", last);
    }
  }

  private void ask(BilledPayment draft) {
    var validation = JSON.createObjectNode();
    if (draft.script() == CamaraScript.PAGE) {
      validation.put("action", "open").put("validationURL", baseUrl + "/_sim/page/" + draft.id());
    } else {
      validation.put("action", "validate").put("authorizationId", authorizationId(draft));
    }
    draft.asks(validation);
    book.add(draft);
    if (draft.script() == CamaraScript.PASSWORD_LATER) {
      events.later(() -> move(draft, "processing", "pending_validation"));
    } else {
      move(draft, "processing", "pending_validation");
    }
  }

  private static CamaraReply delivered(BilledPayment draft, ObjectNode shown) {
    var reply = CamaraReply.of(201, shown);
    return switch (draft.script()) {
      case CHARGE_THEN_BROKEN -> error(500, "INTERNAL");
      case SLOW -> reply.by(Way.LATE);
      case CHARGE_THEN_TIMEOUT, SILENT_THEN_OK, SILENT_THEN_DENIED -> reply.by(Way.NEVER);
      case CHARGE_THEN_DROP -> reply.by(Way.DROPPED);
      default -> reply;
    };
  }

  private CamaraReply validate(BilledPayment payment, ObjectNode request) {
    if (!request.path("authorizationId").asString("").equals(authorizationId(payment))) {
      return error(400, "CARRIER_BILLING.INVALID_AUTHORIZATION_ID");
    }
    if (request.path("code").asString("").equals(PASSWORD)) {
      return move(payment, "pending_validation", "reserved")
          ? CamaraReply.of(204, null)
          : error(409, "ALREADY_EXISTS");
    }
    if (payment.mayTryAgain()) {
      return error(400, "CARRIER_BILLING.INVALID_CODE");
    }
    move(payment, "pending_validation", "denied");
    return error(400, "CARRIER_BILLING.VALIDATION_FAILED");
  }

  private CamaraReply second(BilledPayment payment, ObjectNode request, String status) {
    if (!request.path("phoneNumber").asString("").equals(payment.phoneNumber())) {
      return error(422, "MISSING_IDENTIFIER");
    }
    if (payment.script() == CamaraScript.CONFIRM_LATER && payment.is("reserved")) {
      events.later(() -> move(payment, "reserved", status));
      return CamaraReply.of(202, null);
    }
    if (move(payment, "reserved", status)) {
      return CamaraReply.of(202, null);
    }
    return error(
        409,
        payment.is("cancelled")
            ? "CARRIER_BILLING.PAYMENT_CANCELLED"
            : "CARRIER_BILLING.PAYMENT_CONFIRMED");
  }

  private boolean move(BilledPayment payment, String from, String to) {
    var isMoved = payment.move(from, to);
    if (isMoved) {
      events.tell(payment);
    }
    return isMoved;
  }

  private static String authorizationId(BilledPayment payment) {
    return "authorization-of-" + payment.id();
  }

  private static CamaraReply notFound() {
    return error(404, "NOT_FOUND");
  }
}
