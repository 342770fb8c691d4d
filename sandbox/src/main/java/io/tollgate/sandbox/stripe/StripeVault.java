package io.tollgate.sandbox.stripe;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is kept of payers: customers, the methods that are saved for them, and their mandates. */
final class StripeVault {

  private static final Set<String> CREATE =
      Set.of("description", "email", "expand", "metadata", "name", "payment_method", "phone");
  private static final int KEPT = 100_000;

  private final BoundedIndex<Customer> customers = new BoundedIndex<>(KEPT);
  private final BoundedIndex<Method> methods = new BoundedIndex<>(KEPT);
  private final BoundedIndex<Mandate> mandates = new BoundedIndex<>(KEPT);

  /** A payer. */
  record Customer(
      String id,
      long createdSeconds,
      @Nullable String email,
      @Nullable String name,
      @Nullable String phone,
      @Nullable String description,
      List<String> metadata) {}

  /** A method that was saved; without a customer it is detached, and can never be used again. */
  record Method(String id, long createdSeconds, @Nullable String customer) {}

  /** What a payer agreed to. */
  record Mandate(String id, long createdSeconds, String method, String status) {}

  /** {@code POST /v1/customers} */
  StripeReply.Delivery createCustomer(StripeForm form) {
    form.allow(CREATE);
    Customer customer =
        new Customer(
            StripeIds.random("cus_"),
            now(),
            form.text("email"),
            form.text("name"),
            form.text("phone"),
            form.text("description"),
            form.pairs("metadata"));
    customers.putIfAbsent(customer.id(), customer);
    return StripeReply.Delivery.answer(
        new StripeReply.OfText(200, StripeVaultJson.customer(customer).toString()));
  }

  Customer customer(String id) {
    Customer found = customers.get(id);
    if (found == null) {
      throw StripeRefusal.missing(404, "id", "customer", id);
    }
    return found;
  }

  /** A method, saved or not. */
  Method method(String id) {
    Method saved = methods.get(id);
    if (saved != null) {
      return saved;
    }
    if (Script.of(id) == null) {
      throw StripeRefusal.missing(404, "payment_method", "PaymentMethod", id);
    }
    return new Method(id, now(), null);
  }

  Mandate mandate(String id) {
    Mandate found = mandates.get(id);
    if (found == null) {
      throw StripeRefusal.missing(404, "mandate", "mandate", id);
    }
    return found;
  }

  void save(String method, @Nullable String customer) {
    if (customer != null) {
      methods.putIfAbsent(method, new Method(method, now(), customer));
    }
  }

  /** {@code POST /v1/payment_methods/{id}/detach} */
  Method detach(String id, StripeForm form) {
    form.allow(Set.of("expand"));
    Method method = method(id);
    if (method.customer() == null) {
      throw StripeRefusal.invalid(
          null,
          null,
          "The payment method you provided is not attached to a customer so detachment is"
              + " impossible.");
    }
    Method detached = new Method(id, method.createdSeconds(), null);
    methods.replace(id, detached);
    return detached;
  }

  Mandate mandate(String method, String status) {
    Mandate mandate = new Mandate(StripeIds.random("mandate_"), now(), method, status);
    mandates.putIfAbsent(mandate.id(), mandate);
    return mandate;
  }

  void change(Mandate mandate, String status) {
    mandates.replace(
        mandate.id(),
        new Mandate(mandate.id(), mandate.createdSeconds(), mandate.method(), status));
  }

  /** Refuses a saved method that is not, or no longer, the customer's. */
  void allow(@Nullable String method, @Nullable String customer) {
    Method saved = method == null ? null : methods.get(method);
    if (saved == null) {
      return;
    }
    if (saved.customer() == null) {
      throw StripeRefusal.invalid(
          null,
          "payment_method",
          "The provided PaymentMethod was detached from a Customer. It may not be used again.");
    }
    if (!saved.customer().equals(customer)) {
      throw StripeRefusal.invalid(
          null,
          "payment_method",
          "The customer does not have a payment method with the ID " + method + ".");
    }
  }

  private static long now() {
    return System.currentTimeMillis() / 1_000;
  }
}
