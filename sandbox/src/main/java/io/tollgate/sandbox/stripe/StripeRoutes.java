package io.tollgate.sandbox.stripe;

import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.sandbox.stripe.StripeReply.Delivery;

/** Which request is for whom. */
final class StripeRoutes {

  private final StripeOperations payments;
  private final StripeRefunds refunds;
  private final StripeSetups setups;
  private final StripeVault vault;
  private final StripeLists lists;
  private final StripeBalance balance;
  private final StripeJson json;

  StripeRoutes(
      StripeOperations payments,
      StripeRefunds refunds,
      StripeSetups setups,
      StripeVault vault,
      StripeLists lists,
      StripeBalance balance,
      StripeJson json) {
    this.payments = payments;
    this.refunds = refunds;
    this.setups = setups;
    this.vault = vault;
    this.lists = lists;
    this.balance = balance;
    this.json = json;
  }

  /** Answers a question. */
  StripeReply read(HttpMethod method, String path, StripeForm query) {
    if (!method.equals(HttpMethod.GET)) {
      throw StripeRefusal.unknownUrl(method.name(), path);
    }
    String[] words = words(method, path);
    if (words.length == 3) {
      return switch (words[2]) {
        case "payment_intents" -> lists.list(query);
        case "refunds" -> refunds.list(query, json);
        case "setup_intents" -> setups.list(query);
        case "balance_transactions" -> balance.list(query);
        default -> throw StripeRefusal.unknownUrl("GET", path);
      };
    }
    if (words.length != 4) {
      throw StripeRefusal.unknownUrl("GET", path);
    }
    String id = words[3];
    return switch (words[2]) {
      // A query reads the payment as it is; a past refusal stands inside it, with status 200.
      case "payment_intents" ->
          id.equals("search") ? lists.search(query) : found(json.intent(payments.find(id)));
      case "refunds" -> new StripeReply.OfRefund(refunds.find(id));
      case "setup_intents" -> setups.retrieve(id, query);
      case "customers" -> found(StripeVaultJson.customer(vault.customer(id)));
      case "payment_methods" -> found(StripeVaultJson.method(vault.method(id)));
      case "mandates" -> found(StripeVaultJson.mandate(vault.mandate(id)));
      default -> throw StripeRefusal.unknownUrl("GET", path);
    };
  }

  /** Does what a POST asks for. */
  Delivery change(String path, StripeForm form) {
    String[] words = words(HttpMethod.POST, path);
    if (words.length == 3) {
      return switch (words[2]) {
        case "payment_intents" -> payments.create(form);
        case "refunds" -> refunds.create(form);
        case "setup_intents" -> setups.create(form);
        case "customers" -> vault.createCustomer(form);
        default -> throw StripeRefusal.unknownUrl("POST", path);
      };
    }
    if (words.length != 5) {
      throw StripeRefusal.unknownUrl("POST", path);
    }
    return switch (words[2] + " " + words[4]) {
      case "payment_intents confirm" -> payments.confirm(words[3], form);
      case "payment_intents cancel" -> payments.cancel(words[3], form);
      case "payment_intents capture" -> payments.capture(words[3], form);
      case "payment_methods detach" ->
          Delivery.answer(found(StripeVaultJson.method(vault.detach(words[3], form))));
      default -> throw StripeRefusal.unknownUrl("POST", path);
    };
  }

  /** The path taken apart: nothing, the version, what it is about, and the rest. */
  private static String[] words(HttpMethod method, String path) {
    String[] words = path.split("/");
    if (words.length < 3 || !words[1].equals("v1")) {
      throw StripeRefusal.unknownUrl(method.name(), path);
    }
    return words;
  }

  private static StripeReply found(Object written) {
    return new StripeReply.OfText(200, written.toString());
  }
}
