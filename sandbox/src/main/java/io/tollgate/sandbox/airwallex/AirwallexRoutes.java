package io.tollgate.sandbox.airwallex;

import io.tollgate.sandbox.airwallex.AirwallexAnswer.Refused;
import io.tollgate.sandbox.airwallex.AirwallexScript.Answering;

/** Which request is for whom, and how it is answered. */
final class AirwallexRoutes {

  private final AirwallexBook book;
  private final AirwallexPayments payments;
  private final AirwallexRefunds refunds;

  AirwallexRoutes(AirwallexBook book, AirwallexPayments payments, AirwallexRefunds refunds) {
    this.book = book;
    this.payments = payments;
    this.refunds = refunds;
  }

  /** How the caller hears of it. */
  Answering answering(AirwallexCall call) {
    try {
      if (call.creates()) {
        return isSilent(call) ? Answering.SILENT : Answering.AT_ONCE;
      }
      return call.confirms()
          ? book.find(call.intentId())
              .map(intent -> intent.script().answering())
              .orElse(Answering.AT_ONCE)
          : Answering.AT_ONCE;
    } catch (Refused unreadable) {
      return Answering.AT_ONCE;
    }
  }

  /** Only the first time, so that somebody can go on. */
  private boolean isSilent(AirwallexCall call) {
    String orderId = call.text("merchant_order_id");
    return AirwallexScript.of(call.amount()).answering() == Answering.CREATION_SILENT
        && book.intents().noneMatch(intent -> intent.orderId().equals(orderId));
  }

  AirwallexAnswer answer(AirwallexCall call) {
    try {
      return switch (call.method()) {
        case "POST" -> post(call);
        case "GET" -> get(call);
        default -> throw new Refused(404, "not_found");
      };
    } catch (Refused refused) {
      return refused.answer();
    }
  }

  private AirwallexAnswer post(AirwallexCall call) {
    if (call.creates()) {
      return payments.create(call);
    }
    if (call.path().equals(AirwallexCall.REFUNDS + "/create")) {
      return refunds.create(call);
    }
    if (!call.path().startsWith(AirwallexCall.INTENTS + "/")) {
      throw new Refused(404, "not_found");
    }
    return switch (call.part(6)) {
      case "confirm" -> payments.confirm(call);
      case "capture" -> payments.capture(call);
      case "cancel" -> payments.cancel(call);
      default -> throw new Refused(404, "not_found");
    };
  }

  private AirwallexAnswer get(AirwallexCall call) {
    if (call.path().equals(AirwallexCall.INTENTS)) {
      return payments.list(call);
    }
    if (call.path().equals(AirwallexCall.REFUNDS)) {
      return refunds.list(call);
    }
    if (call.path().startsWith(AirwallexCall.INTENTS + "/")) {
      return payments.retrieve(call);
    }
    if (call.path().startsWith(AirwallexCall.REFUNDS + "/")) {
      return refunds.retrieve(call);
    }
    throw new Refused(404, "not_found");
  }
}
