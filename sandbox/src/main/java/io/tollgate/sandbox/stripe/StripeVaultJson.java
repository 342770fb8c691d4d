package io.tollgate.sandbox.stripe;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what is kept of payers, and setup intents, in Stripe's words. */
final class StripeVaultJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private StripeVaultJson() {}

  static ObjectNode customer(StripeVault.Customer customer) {
    ObjectNode out = object(customer.id(), "customer", customer.createdSeconds());
    out.putNull("address")
        .put("balance", 0)
        .putNull("currency")
        .putNull("default_source")
        .put("delinquent", false)
        .put("description", customer.description())
        .putNull("discount")
        .put("email", customer.email())
        .put("name", customer.name())
        .put("phone", customer.phone())
        .putNull("shipping")
        .put("tax_exempt", "none")
        .putNull("test_clock");
    out.set("metadata", metadata(customer.metadata()));
    return out;
  }

  static ObjectNode method(StripeVault.Method method) {
    ObjectNode out = object(method.id(), "payment_method", method.createdSeconds());
    out.put("type", "card").put("customer", method.customer());
    out.putObject("metadata");
    out.putObject("billing_details")
        .putNull("address")
        .putNull("email")
        .putNull("name")
        .putNull("phone");
    out.putObject("card")
        .put("brand", "visa")
        .put("country", "US")
        .put("exp_month", 8)
        .put("exp_year", 2040)
        .put("funding", "credit")
        .put("last4", "4242");
    return out;
  }

  static ObjectNode mandate(StripeVault.Mandate mandate) {
    ObjectNode out = NODES.objectNode();
    out.put("id", mandate.id()).put("object", "mandate").put("livemode", false);
    ObjectNode acceptance = out.putObject("customer_acceptance");
    acceptance.put("accepted_at", mandate.createdSeconds()).put("type", "online");
    acceptance.putObject("online").putNull("ip_address").putNull("user_agent");
    out.putObject("multi_use");
    out.put("payment_method", mandate.method());
    out.putObject("payment_method_details").put("type", "card").putObject("card");
    return out.put("status", mandate.status()).put("type", "multi_use");
  }

  /**
   * A setup intent, with mandate and method by their ids.
   *
   * @param actionUrl the page where the payer acts
   */
  static ObjectNode setup(SetupIntent setup, String actionUrl) {
    SetupIntent.Details details = setup.details();
    ObjectNode out = object(setup.id(), "setup_intent", setup.createdSeconds());
    out.putNull("application")
        .putNull("automatic_payment_methods")
        .putNull("cancellation_reason")
        .put("client_secret", setup.id() + "_secret_sandbox")
        .put("customer", setup.customer())
        .put("description", details.description())
        .putNull("flow_directions")
        .putNull("latest_attempt")
        .put("mandate", setup.mandate())
        .putNull("on_behalf_of")
        .put("payment_method", setup.paymentMethod())
        .putNull("single_use_mandate")
        .put("status", setup.status().wireName)
        .put("usage", details.usage());
    out.putObject("payment_method_options");
    details.methodTypes().forEach(out.putArray("payment_method_types")::add);
    out.set("metadata", metadata(details.metadata()));
    Decline decline = setup.decline();
    out.set("last_setup_error", decline == null ? NODES.nullNode() : error(decline));
    if (setup.status() == SetupIntent.Status.REQUIRES_ACTION) {
      out.putObject("next_action")
          .put("type", "redirect_to_url")
          .putObject("redirect_to_url")
          .put("return_url", details.returnUrl())
          .put("url", actionUrl);
    } else {
      out.putNull("next_action");
    }
    return out;
  }

  /** The answer to a setup that was refused: the error, with the setup intent inside. */
  static ObjectNode declined(ObjectNode setup, Decline decline) {
    ObjectNode error = error(decline);
    error.set("setup_intent", setup);
    ObjectNode out = NODES.objectNode();
    out.set("error", error);
    return out;
  }

  private static ObjectNode error(Decline decline) {
    ObjectNode out = NODES.objectNode();
    out.put("type", decline.type()).put("code", decline.code).put("message", decline.message);
    if (decline.declineCode != null) {
      out.put("decline_code", decline.declineCode);
    }
    return out;
  }

  private static ObjectNode object(String id, String kind, long createdSeconds) {
    ObjectNode out = NODES.objectNode();
    return out.put("id", id)
        .put("object", kind)
        .put("created", createdSeconds)
        .put("livemode", false);
  }

  private static ObjectNode metadata(List<String> pairs) {
    ObjectNode out = NODES.objectNode();
    for (int i = 0; i < pairs.size(); i += 2) {
      out.put(pairs.get(i), pairs.get(i + 1));
    }
    return out;
  }
}
