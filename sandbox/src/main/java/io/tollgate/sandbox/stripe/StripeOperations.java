package io.tollgate.sandbox.stripe;

import io.tollgate.sandbox.stripe.PaymentIntent.Details;
import io.tollgate.sandbox.stripe.PaymentIntent.Status;
import io.tollgate.sandbox.stripe.StripeReply.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What the requests do to payments. Everything here is quick; waiting happens at the door. */
final class StripeOperations {

  private static final Set<String> CREATE =
      Set.of(
          "amount",
          "application_fee_amount",
          "automatic_payment_methods",
          "capture_method",
          "confirm",
          "confirmation_method",
          "currency",
          "customer",
          "description",
          "error_on_requires_action",
          "expand",
          "mandate",
          "mandate_data",
          "metadata",
          "off_session",
          "on_behalf_of",
          "payment_method",
          "payment_method_data",
          "payment_method_options",
          "payment_method_types",
          "radar_options",
          "receipt_email",
          "return_url",
          "setup_future_usage",
          "shipping",
          "statement_descriptor",
          "statement_descriptor_suffix",
          "transfer_data",
          "transfer_group",
          "use_stripe_sdk");
  private static final Set<String> CONFIRM =
      Set.of(
          "capture_method",
          "client_secret",
          "error_on_requires_action",
          "expand",
          "mandate",
          "mandate_data",
          "off_session",
          "payment_method",
          "payment_method_data",
          "payment_method_options",
          "payment_method_types",
          "radar_options",
          "receipt_email",
          "return_url",
          "setup_future_usage",
          "shipping",
          "use_stripe_sdk");
  private static final Set<String> CANCEL = Set.of("cancellation_reason", "expand");
  private static final Set<String> CAPTURE =
      Set.of(
          "amount_to_capture",
          "application_fee_amount",
          "expand",
          "metadata",
          "statement_descriptor",
          "statement_descriptor_suffix",
          "transfer_data");
  private static final Set<String> CANCEL_REASONS =
      Set.of("abandoned", "duplicate", "fraudulent", "requested_by_customer");
  private static final List<String> CARD = List.of("card");

  private final StripeBook book;
  private final StripeVault vault;
  private final StripeCallbacks callbacks;
  private final Duration processing;

  StripeOperations(
      StripeBook book, StripeVault vault, StripeCallbacks callbacks, Duration processing) {
    this.book = book;
    this.vault = vault;
    this.callbacks = callbacks;
    this.processing = processing;
  }

  /** {@code POST /v1/payment_intents} */
  Delivery create(StripeForm form) {
    form.allow(CREATE);
    PaymentIntent draft = draft(form);
    if (!form.flag("confirm")) {
      return Delivery.answer(new StripeReply.OfIntent(book.add(draft)));
    }
    Script script = script(form, draft.paymentMethod());
    if (hasNoEffect(script)) {
      return withoutEffect(script);
    }
    return confirm(book.add(draft).number(), script);
  }

  private PaymentIntent draft(StripeForm form) {
    long amount = form.amount("amount");
    String currency = currency(form.text("currency"));
    List<String> metadata = form.pairs("metadata");
    String method = form.text("payment_method");
    boolean paid = method != null || form.text("payment_method_data[type]") != null;
    vault.allow(method, form.text("customer"));
    return new PaymentIntent(
        -1,
        System.currentTimeMillis(),
        amount,
        currency,
        isManual(form),
        paid ? Status.REQUIRES_CONFIRMATION : Status.REQUIRES_PAYMENT_METHOD,
        0,
        0,
        method == null && paid ? StripeIds.random("pm_") : known(method),
        null,
        attemptId(metadata),
        details(form, metadata),
        -1);
  }

  static @Nullable String known(@Nullable String method) {
    if (method != null && Script.of(method) == null) {
      throw StripeRefusal.missing(400, "payment_method", "PaymentMethod", method);
    }
    return method;
  }

  private static boolean isManual(StripeForm form) {
    String method = form.text("capture_method");
    if (method != null && !Set.of("automatic", "automatic_async", "manual").contains(method)) {
      throw StripeRefusal.invalid(
          null, "capture_method", "Invalid capture_method: must be automatic or manual");
    }
    return "manual".equals(method);
  }

  private static String currency(@Nullable String sent) {
    if (sent == null) {
      throw StripeRefusal.invalid(
          "parameter_missing", "currency", "Missing required param: currency.");
    }
    if (!sent.matches("[A-Za-z]{3}")) {
      throw StripeRefusal.invalid(null, "currency", "Invalid currency: " + sent);
    }
    return sent.toLowerCase(Locale.ROOT).intern();
  }

  private static Details details(StripeForm form, List<String> metadata) {
    List<String> types = form.texts("payment_method_types");
    return new Details(
        types.isEmpty() || types.equals(CARD) ? CARD : types,
        metadata,
        form.text("return_url"),
        form.text("description"),
        form.text("customer"),
        form.text("setup_future_usage"),
        null,
        0);
  }

  private static @Nullable String attemptId(List<String> metadata) {
    for (int i = 0; i < metadata.size(); i += 2) {
      if (metadata.get(i).equals("attempt_id")) {
        return metadata.get(i + 1);
      }
    }
    return null;
  }

  /** How the request is going to be executed; asked before, because some take their time. */
  Script script(StripeForm form, @Nullable String attached) {
    String method = form.text("payment_method");
    String named = method == null ? attached : method;
    Script script = named == null ? null : Script.of(named);
    if (script != null) {
      return script;
    }
    if (method != null) {
      throw StripeRefusal.missing(400, "payment_method", "PaymentMethod", method);
    }
    String type = form.text("payment_method_data[type]");
    if (type == null && named == null) {
      throw StripeRefusal.invalid(
          null,
          "payment_method",
          "You cannot confirm this PaymentIntent because it's missing a payment method.");
    }
    return "card".equals(type)
        ? Objects.requireNonNull(Script.of("pm_card_visa"))
        : Script.redirect();
  }

  static boolean hasNoEffect(Script script) {
    return script.answering() == Script.Answering.DROP_BEFORE
        || script.answering() == Script.Answering.FAIL_BEFORE;
  }

  static Delivery withoutEffect(Script script) {
    return script.answering() == Script.Answering.FAIL_BEFORE
        ? Delivery.answer(new StripeReply.Broken())
        : new Delivery(null, Delivery.Way.DROP);
  }

  /** {@code POST /v1/payment_intents/{id}/confirm} */
  Delivery confirm(String id, StripeForm form) {
    form.allow(CONFIRM);
    PaymentIntent intent = find(id);
    Script script = script(form, intent.paymentMethod());
    String method = form.text("payment_method");
    String paidBy = method == null ? intent.paymentMethod() : method;
    if (hasNoEffect(script)) {
      return withoutEffect(script);
    }
    advance(
        intent.number(),
        "confirm",
        Set.of(
            Status.REQUIRES_PAYMENT_METHOD, Status.REQUIRES_CONFIRMATION, Status.REQUIRES_ACTION),
        before ->
            before.paidBy(
                paidBy == null ? StripeIds.random("pm_") : paidBy, form.text("return_url")));
    return confirm(intent.number(), script);
  }

  private Delivery confirm(long number, Script script) {
    return delivery(new StripeReply.OfIntent(run(number, script)), script);
  }

  /** How the answer to what was executed reaches the caller, or does not. */
  static Delivery delivery(StripeReply reply, Script script) {
    return switch (script.answering()) {
      case AT_ONCE, SLOW -> Delivery.answer(reply);
      case SILENT -> new Delivery(reply, Delivery.Way.SILENCE);
      case DROP_AFTER -> new Delivery(reply, Delivery.Way.DROP);
      case FAIL_AFTER -> Delivery.answer(new StripeReply.Broken());
      case DROP_BEFORE, FAIL_BEFORE -> withoutEffect(script);
    };
  }

  private PaymentIntent run(long number, Script script) {
    PaymentIntent after =
        change(
            number,
            before ->
                switch (script.course()) {
                  case SUCCEED -> before.approved();
                  case DECLINE -> before.declined(reason(script));
                  case NEED_ACTION -> before.waiting(Status.REQUIRES_ACTION);
                  case PROCESS_THEN_SUCCEED, PROCESS_THEN_DECLINE ->
                      before.waiting(Status.PROCESSING);
                });
    if (after.status() == Status.PROCESSING) {
      finishLater(number, script);
    } else if (after.status() != Status.REQUIRES_ACTION) {
      callbacks.tell(after, script.calling());
    }
    return after;
  }

  static Decline reason(Script script) {
    return script.decline() == null ? Decline.GENERIC : script.decline();
  }

  private void finishLater(long number, Script script) {
    boolean succeeds = script.course() == Script.Course.PROCESS_THEN_SUCCEED;
    UnaryOperator<PaymentIntent> finish =
        succeeds ? PaymentIntent::approved : before -> before.declined(reason(script));
    later(() -> settle(number, Status.PROCESSING, finish, script.calling()));
  }

  private void later(Runnable work) {
    Mono.delay(processing).subscribe(_ -> work.run());
  }

  /** Changes an intent that is still where it was and tells the callback address. */
  private boolean settle(
      long number, Status from, UnaryOperator<PaymentIntent> change, Script.Calling calling) {
    boolean[] changed = new boolean[1];
    PaymentIntent after =
        book.change(
            number,
            before -> {
              changed[0] = before.status() == from;
              return changed[0] ? change.apply(before) : before;
            });
    if (after != null && changed[0]) {
      callbacks.tell(after, calling);
    }
    return changed[0];
  }

  /** The payer has acted at the simulator's page; false when there was nothing left to act on. */
  boolean act(PaymentIntent intent, boolean succeeds) {
    return settle(
        intent.number(),
        Status.REQUIRES_ACTION,
        succeeds ? PaymentIntent::approved : before -> before.declined(Decline.NOT_AUTHENTICATED),
        Script.Calling.ONCE);
  }

  /** {@code POST /v1/payment_intents/{id}/cancel} */
  Delivery cancel(String id, StripeForm form) {
    form.allow(CANCEL);
    String reason = form.text("cancellation_reason");
    if (reason != null && !CANCEL_REASONS.contains(reason)) {
      throw StripeRefusal.invalid(
          null, "cancellation_reason", "Invalid cancellation_reason: " + reason);
    }
    PaymentIntent after =
        advance(
            find(id).number(),
            "cancel",
            Set.of(
                Status.REQUIRES_PAYMENT_METHOD,
                Status.REQUIRES_CONFIRMATION,
                Status.REQUIRES_ACTION,
                Status.REQUIRES_CAPTURE),
            before -> before.canceled(reason, System.currentTimeMillis() / 1_000));
    callbacks.tell(after, Script.Calling.ONCE);
    return Delivery.answer(new StripeReply.OfIntent(after));
  }

  /** {@code POST /v1/payment_intents/{id}/capture} */
  Delivery capture(String id, StripeForm form) {
    form.allow(CAPTURE);
    PaymentIntent intent = find(id);
    long taken =
        form.text("amount_to_capture") == null ? intent.amount() : form.amount("amount_to_capture");
    if (taken > intent.amount()) {
      throw StripeRefusal.invalid(
          "amount_too_large",
          "amount_to_capture",
          "The amount to capture is greater than the authorized amount.");
    }
    PaymentIntent after =
        advance(
            intent.number(),
            "capture",
            Set.of(Status.REQUIRES_CAPTURE),
            before -> before.captured(taken, form.pairs("metadata")));
    callbacks.tell(after, Script.Calling.ONCE);
    return Delivery.answer(new StripeReply.OfIntent(after));
  }

  PaymentIntent find(String id) {
    PaymentIntent found = book.find(StripeIds.numberOf(id));
    if (found == null) {
      throw StripeRefusal.missing(404, "intent", "payment_intent", id);
    }
    return found;
  }

  private PaymentIntent advance(
      long number, String action, Set<Status> from, UnaryOperator<PaymentIntent> change) {
    return change(
        number,
        before -> {
          if (!from.contains(before.status())) {
            throw StripeRefusal.unexpectedState(action, before);
          }
          return change.apply(before);
        });
  }

  private PaymentIntent change(long number, UnaryOperator<PaymentIntent> change) {
    PaymentIntent after = book.change(number, change);
    if (after == null) {
      throw StripeRefusal.missing(404, "intent", "payment_intent", StripeIds.intent(number));
    }
    return after;
  }
}
