package io.tollgate.sandbox.adyen;

import io.tollgate.sandbox.adyen.AdyenScript.Calling;
import io.tollgate.sandbox.adyen.AdyenWebhooks.Event;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Payment links: pages of Adyen's own at which a payer may pay once, and may try several times. */
final class AdyenLinks {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, Link> links = new HashMap<>();
  private final AdyenDesk desk;
  private final String pages;

  AdyenLinks(AdyenDesk desk, String pages) {
    this.desk = desk;
    this.pages = pages;
  }

  private static final class Link {

    final String id;
    final AdyenRequest request;
    String status = "active";

    Link(String id, AdyenRequest request) {
      this.id = id;
      this.request = request;
    }
  }

  /** {@code POST /paymentLinks}. */
  AdyenReply create(AdyenRequest request) {
    synchronized (desk) {
      request.text("reference");
      request.currency();
      request.value();
      Link link = new Link(desk.ids().link(), request);
      links.put(link.id, link);
      return new AdyenReply(201, json(link));
    }
  }

  /** {@code GET /paymentLinks/{id}}. */
  AdyenReply find(String id) {
    synchronized (desk) {
      return new AdyenReply(200, json(link(id)));
    }
  }

  /** {@code PATCH /paymentLinks/{id}}. */
  AdyenReply expire(String id, AdyenRequest request) {
    synchronized (desk) {
      Link link = link(id);
      if (!request.text("status").equals("expired") || !link.status.equals("active")) {
        throw AdyenRefusal.invalid("29_004", "The payment link cannot be changed");
      }
      link.status = "expired";
      return new AdyenReply(200, json(link));
    }
  }

  /** The payer tries to pay at the page. */
  void act(String id, boolean succeeds) {
    synchronized (desk) {
      Link link = link(id);
      if (!link.status.equals("active")) {
        throw AdyenRefusal.notFound();
      }
      AdyenPayment payment =
          new AdyenPayment(
              desk.ids().pspReference(),
              link.request,
              link.request.flag("manualCapture"),
              link.request.tree().at("/allowedPaymentMethods/0").asString("scheme"),
              AdyenScript.PLAIN);
      desk.book().add(payment);
      if (succeeds) {
        payment.authorise();
        link.status = "completed";
      } else {
        payment.refuse("2");
      }
      desk.webhooks()
          .tell(
              new Event(
                  "AUTHORISATION",
                  succeeds,
                  payment.pspReference,
                  null,
                  payment.reference,
                  payment.currency,
                  payment.value,
                  succeeds ? "" : "Refused"),
              Calling.ONCE);
    }
  }

  private Link link(String id) {
    Link link = links.get(id);
    if (link == null) {
      throw AdyenRefusal.notFound();
    }
    return link;
  }

  private String json(Link link) {
    ObjectNode json = JSON.createObjectNode();
    json.putObject("amount")
        .put("currency", link.request.currency())
        .put("value", link.request.value());
    return json.put("id", link.id)
        .put("merchantAccount", link.request.text("merchantAccount"))
        .put("reference", link.request.text("reference"))
        .put("status", link.status)
        .put("url", pages + "/_sim/link/" + link.id)
        .toString();
  }
}
