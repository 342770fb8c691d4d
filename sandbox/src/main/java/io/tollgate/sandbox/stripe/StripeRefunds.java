package io.tollgate.sandbox.stripe;

import io.tollgate.sandbox.stripe.PaymentIntent.Status;
import io.tollgate.sandbox.stripe.StripeReply.Delivery;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gives money back; never more than was taken. */
final class StripeRefunds {

  private static final Set<String> CREATE =
      Set.of(
          "amount",
          "charge",
          "currency",
          "customer",
          "expand",
          "instructions_email",
          "metadata",
          "origin",
          "payment_intent",
          "reason",
          "refund_application_fee",
          "reverse_transfer");
  private static final Set<String> REASONS =
      Set.of("duplicate", "fraudulent", "requested_by_customer");

  private final StripeBook book;
  private final StripeOperations payments;
  private final StripeCallbacks callbacks;
  private final Duration processing;

  StripeRefunds(
      StripeBook book, StripeOperations payments, StripeCallbacks callbacks, Duration processing) {
    this.book = book;
    this.payments = payments;
    this.callbacks = callbacks;
    this.processing = processing;
  }

  /** {@code POST /v1/refunds} */
  Delivery create(StripeForm form) {
    form.allow(CREATE);
    PaymentIntent intent = refundedIntent(form);
    String reason = form.text("reason");
    if (reason != null && !REASONS.contains(reason)) {
      throw StripeRefusal.invalid(null, "reason", "Invalid reason: " + reason);
    }
    Long asked = form.text("amount") == null ? null : form.amount("amount");
    long amount = reserve(intent.number(), asked);
    Script.Refunding course = refunding(intent);
    Refund refund =
        new Refund(
            StripeIds.random("re_"),
            System.currentTimeMillis() / 1_000,
            intent.number(),
            amount,
            intent.currency(),
            course == Script.Refunding.AT_ONCE ? Refund.Status.SUCCEEDED : Refund.Status.PENDING,
            reason,
            form.pairs("metadata"));
    book.keep(refund);
    if (course == Script.Refunding.AT_ONCE) {
      callbacks.tell(refund);
    } else {
      Mono.delay(processing).subscribe(_ -> finish(refund, course));
    }
    return Delivery.answer(new StripeReply.OfRefund(refund));
  }

  private PaymentIntent refundedIntent(StripeForm form) {
    String id = form.text("payment_intent");
    String charge = form.text("charge");
    if (id == null && charge != null && charge.startsWith("ch_")) {
      id = "pi_" + charge.substring("ch_".length());
    }
    if (id == null) {
      throw StripeRefusal.invalid(
          "parameter_missing",
          "payment_intent",
          "One of the following params should be provided for this request: payment_intent or"
              + " charge.");
    }
    return payments.find(id);
  }

  /** Counts the refund on the payment before it is made, so that two at once cannot exceed it. */
  private long reserve(long number, @Nullable Long asked) {
    long[] amount = new long[1];
    book.change(
        number,
        before -> {
          amount[0] = refundable(before, asked);
          return before.refundedBy(amount[0]);
        });
    return amount[0];
  }

  private static long refundable(PaymentIntent intent, @Nullable Long asked) {
    if (intent.status() != Status.SUCCEEDED) {
      throw StripeRefusal.invalid(
          null,
          "payment_intent",
          "This PaymentIntent (%s) does not have a successful charge to refund."
              .formatted(StripeIds.intent(intent.number())));
    }
    long left = intent.received() - intent.refunded();
    if (left == 0) {
      throw StripeRefusal.invalid(
          "charge_already_refunded",
          null,
          "Charge " + StripeIds.charge(intent.number()) + " has already been refunded.");
    }
    if (asked != null && asked > left) {
      throw StripeRefusal.invalid(
          null,
          "amount",
          "Refund amount (%d) is greater than unrefunded amount on charge (%d)"
              .formatted(asked, left));
    }
    return asked == null ? left : asked;
  }

  private static Script.Refunding refunding(PaymentIntent intent) {
    String method = intent.paymentMethod();
    Script script = method == null ? null : Script.of(method);
    return script == null ? Script.Refunding.AT_ONCE : script.refunding();
  }

  private void finish(Refund refund, Script.Refunding course) {
    boolean fails = course == Script.Refunding.PENDING_THEN_FAIL;
    if (fails) {
      book.change(refund.intentNumber(), before -> before.refundedBy(-refund.amount()));
    }
    Refund done = refund.now(fails ? Refund.Status.FAILED : Refund.Status.SUCCEEDED);
    book.keep(done);
    callbacks.tell(done);
  }

  /** {@code GET /v1/refunds}, newest first */
  StripeReply list(StripeForm query, StripeJson json) {
    query.allow(Set.of("created", "expand", "limit", "payment_intent", "starting_after"));
    String intent = query.text("payment_intent");
    LongPredicate within = StripeLists.within(query);
    List<Refund> wanted =
        book.refunds()
            .filter(
                refund -> intent == null || intent.equals(StripeIds.intent(refund.intentNumber())))
            .filter(refund -> within.test(refund.createdSeconds()))
            .sorted(
                Comparator.comparingLong(Refund::createdSeconds)
                    .thenComparing(Refund::id)
                    .reversed())
            .toList();
    return StripeLists.page(query, "/v1/refunds", wanted, Refund::id, json::refund);
  }

  /** {@code GET /v1/refunds/{id}} */
  Refund find(String id) {
    Refund found = book.findRefund(id);
    if (found == null) {
      throw StripeRefusal.missing(404, "id", "refund", id);
    }
    return found;
  }
}
