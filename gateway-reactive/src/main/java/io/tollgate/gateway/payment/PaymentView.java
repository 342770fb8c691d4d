package io.tollgate.gateway.payment;

import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.product.NextStep;
import java.util.LinkedHashMap;
import java.util.Map;

/** A payment as merchants see it: in answers, in events and in webhooks alike. */
public final class PaymentView {

  private PaymentView() {}

  /** The view, ready to be written as JSON. Times are RFC 3339 in UTC. */
  public static Map<String, Object> of(Payment payment) {
    var order = payment.order();
    var view = new LinkedHashMap<String, Object>(24);
    view.put("id", payment.id().value());
    view.put("object", "payment");
    view.put("version", payment.version());
    view.put("reference", order.reference().value());
    view.put("status", payment.status().code());
    view.put("product", order.product().code());
    view.put("amount", order.amount().minorUnits());
    view.put("currency", order.amount().currency().getCurrencyCode());
    view.put("capture", order.capture().code());
    view.put("method", Map.of("type", order.method().type()));
    view.put("next_step", step(payment.nextStep()));
    var failure = payment.failure();
    if (failure != null) {
      var shown = new LinkedHashMap<String, Object>();
      shown.put("category", failure.category().code());
      putIfPresent(shown, "channel_code", failure.channelCode());
      view.put("failure", shown);
    }
    view.put("channel", payment.liveAttempt().account().channel());
    putIfPresent(view, "channel_reference", payment.liveAttempt().channelReference());
    view.put("attempts", payment.attempts().size());
    view.put("conflict", !payment.conflicts().isEmpty());
    putOptionalOrder(view, order);
    view.put("created_at", payment.createdAt().toString());
    view.put("updated_at", payment.updatedAt().toString());
    return view;
  }

  private static void putOptionalOrder(Map<String, Object> view, Order order) {
    putIfPresent(view, "return_url", order.returnUrl());
    putIfPresent(view, "description", order.description());
    var customer = new LinkedHashMap<String, Object>();
    putIfPresent(customer, "id", order.customer().id());
    putIfPresent(customer, "email", order.customer().email());
    putIfPresent(customer, "country", order.customer().country());
    putIfPresent(customer, "name", order.customer().name());
    putIfPresent(customer, "phone", order.customer().phone());
    putIfPresent(customer, "ip", order.customer().ip());
    if (!customer.isEmpty()) {
      view.put("customer", customer);
    }
    if (!order.metadata().isEmpty()) {
      view.put("metadata", order.metadata());
    }
  }

  private static Map<String, Object> step(NextStep step) {
    return switch (step) {
      case NextStep.Done _ -> Map.of("type", "done");
      case NextStep.Redirect(var url) -> Map.of("type", "redirect", "url", url.toString());
      case NextStep.EnterOtp(var sentTo) -> Map.of("type", "enter_otp", "sent_to", sentTo);
      case NextStep.ShowCode(var content) -> Map.of("type", "show_code", "content", content);
      case NextStep.Wait _ -> Map.of("type", "wait");
    };
  }

  private static void putIfPresent(
      Map<String, Object> view, String name, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      view.put(name, value instanceof java.net.URI address ? address.toString() : value);
    }
  }
}
