package io.tollgate.sandbox.stripe;

import io.tollgate.sandbox.stripe.SetupIntent.Details;
import io.tollgate.sandbox.stripe.SetupIntent.Status;
import io.tollgate.sandbox.stripe.StripeReply.Delivery;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Sets payers' methods up for later charges: setup intents, by the same scripts as payments. */
final class StripeSetups {

  private static final Set<String> CREATE =
      Set.of(
          "confirm",
          "customer",
          "description",
          "expand",
          "metadata",
          "payment_method",
          "payment_method_types",
          "return_url",
          "usage");
  private static final String URL = "/v1/setup_intents";
  private static final int KEPT = 100_000;

  private final BoundedIndex<SetupIntent> setups = new BoundedIndex<>(KEPT);
  private final AtomicLong next = new AtomicLong();
  private final StripeVault vault;
  private final StripeCallbacks callbacks;
  private final StripeJson json;
  private final Duration processing;

  StripeSetups(StripeVault vault, StripeCallbacks callbacks, StripeJson json, Duration processing) {
    this.vault = vault;
    this.callbacks = callbacks;
    this.json = json;
    this.processing = processing;
  }

  /** {@code POST /v1/setup_intents} */
  Delivery create(StripeForm form) {
    form.allow(CREATE);
    String customer = form.text("customer");
    String method = own(StripeOperations.known(form.text("payment_method")));
    if (customer != null) {
      vault.customer(customer);
    }
    vault.allow(method, customer);
    SetupIntent draft = draft(form, customer, method);
    if (!form.flag("confirm")) {
      setups.putIfAbsent(draft.id(), draft);
      return Delivery.answer(reply(draft, form));
    }
    Script script = method == null ? null : Script.of(method);
    if (script == null) {
      throw StripeRefusal.invalid(
          null, "payment_method", "You cannot confirm this SetupIntent without a payment method.");
    }
    if (StripeOperations.hasNoEffect(script)) {
      return StripeOperations.withoutEffect(script);
    }
    setups.putIfAbsent(draft.id(), draft);
    return StripeOperations.delivery(reply(run(draft, script), form), script);
  }

  /** The names of scripts are everybody's: of one of them a payer gets a method of their own. */
  private static @Nullable String own(@Nullable String method) {
    return method == null || method.contains(Script.OWN)
        ? method
        : StripeIds.random(method + Script.OWN);
  }

  private SetupIntent draft(StripeForm form, @Nullable String customer, @Nullable String method) {
    List<String> types = form.texts("payment_method_types");
    String usage = form.text("usage");
    return new SetupIntent(
        StripeIds.random("seti_"),
        next.getAndIncrement(),
        System.currentTimeMillis() / 1_000,
        method == null ? Status.REQUIRES_PAYMENT_METHOD : Status.REQUIRES_CONFIRMATION,
        customer,
        method,
        null,
        null,
        new Details(
            types.isEmpty() ? List.of("card") : types,
            form.pairs("metadata"),
            form.text("return_url"),
            form.text("description"),
            usage == null ? "off_session" : usage));
  }

  private SetupIntent run(SetupIntent draft, Script script) {
    return switch (script.course()) {
      case SUCCEED -> tell(draft, agreed(draft), script);
      case DECLINE -> tell(draft, draft.declined(StripeOperations.reason(script)), script);
      case NEED_ACTION -> kept(draft, draft.waiting(Status.REQUIRES_ACTION));
      case PROCESS_THEN_SUCCEED, PROCESS_THEN_DECLINE -> {
        SetupIntent waiting = kept(draft, draft.waiting(Status.PROCESSING));
        boolean succeeds = script.course() == Script.Course.PROCESS_THEN_SUCCEED;
        later(() ->
            tell(
                waiting,
                succeeds ? agreed(waiting) : waiting.declined(StripeOperations.reason(script)),
                script));
        yield waiting;
      }
    };
  }

  /** The method is the customer's from now on, and there is a mandate to charge it. */
  private SetupIntent agreed(SetupIntent setup) {
    String method = String.valueOf(setup.paymentMethod());
    vault.save(method, setup.customer());
    Script script = Script.of(method);
    Script.Consenting consenting = script == null ? Script.Consenting.AT_ONCE : script.consenting();
    StripeVault.Mandate mandate =
        vault.mandate(
            method,
            switch (consenting) {
              case AT_ONCE -> "active";
              case LATER -> "pending";
              case WITHDRAWN -> "inactive";
            });
    if (consenting == Script.Consenting.LATER) {
      later(() -> vault.change(mandate, "active"));
    }
    return setup.agreed(mandate.id());
  }

  private SetupIntent kept(SetupIntent before, SetupIntent after) {
    setups.replace(before.id(), after);
    return after;
  }

  private SetupIntent tell(SetupIntent before, SetupIntent after, Script script) {
    callbacks.tell(kept(before, after), written(after).toString(), script.calling());
    return after;
  }

  private void later(Runnable work) {
    Mono.delay(processing).subscribe(_ -> work.run());
  }

  /** The payer has acted at the simulator's page; false when there was nothing left to act on. */
  boolean act(SetupIntent setup, boolean succeeds) {
    if (setup.status() != Status.REQUIRES_ACTION) {
      return false;
    }
    UnaryOperator<SetupIntent> end =
        succeeds ? this::agreed : before -> before.declined(Decline.SETUP_NOT_AUTHENTICATED);
    SetupIntent after = kept(setup, end.apply(setup));
    callbacks.tell(after, written(after).toString(), Script.Calling.ONCE);
    return true;
  }

  SetupIntent find(String id) {
    SetupIntent found = setups.get(id);
    if (found == null) {
      throw StripeRefusal.missing(404, "intent", "setupintent", id);
    }
    return found;
  }

  /** {@code GET /v1/setup_intents/{id}} */
  StripeReply retrieve(String id, StripeForm query) {
    query.allow(Set.of("expand", "client_secret"));
    return new StripeReply.OfText(200, expanded(find(id), query, "").toString());
  }

  /** {@code GET /v1/setup_intents}, newest first */
  StripeReply list(StripeForm query) {
    query.allow(
        Set.of("created", "customer", "expand", "limit", "payment_method", "starting_after"));
    String method = query.text("payment_method");
    String customer = query.text("customer");
    var within = StripeLists.within(query);
    List<SetupIntent> wanted =
        setups
            .values()
            .filter(setup -> method == null || method.equals(setup.paymentMethod()))
            .filter(setup -> customer == null || customer.equals(setup.customer()))
            .filter(setup -> within.test(setup.createdSeconds()))
            .sorted(Comparator.comparingLong(SetupIntent::number).reversed())
            .toList();
    return StripeLists.page(
        query, URL, wanted, SetupIntent::id, setup -> expanded(setup, query, "data.").toString());
  }

  private StripeReply reply(SetupIntent setup, StripeForm form) {
    ObjectNode written = expanded(setup, form, "");
    Decline decline = setup.decline();
    return decline == null
        ? new StripeReply.OfText(200, written.toString())
        : new StripeReply.OfText(402, StripeVaultJson.declined(written, decline).toString());
  }

  private ObjectNode written(SetupIntent setup) {
    return StripeVaultJson.setup(setup, json.actionUrl(setup.id()));
  }

  private ObjectNode expanded(SetupIntent setup, StripeForm query, String prefix) {
    ObjectNode out = written(setup);
    List<String> expand = query.texts("expand");
    String mandate = setup.mandate();
    if (mandate != null && expand.contains(prefix + "mandate")) {
      out.set("mandate", StripeVaultJson.mandate(vault.mandate(mandate)));
    }
    String method = setup.paymentMethod();
    if (method != null && expand.contains(prefix + "payment_method")) {
      out.set("payment_method", StripeVaultJson.method(vault.method(method)));
    }
    return out;
  }
}
