package io.tollgate.channels.adyen;

import io.tollgate.channels.adyen.AdyenErrors.Forbidden;
import io.tollgate.channels.adyen.AdyenErrors.Limited;
import io.tollgate.channels.adyen.AdyenErrors.Rejected;
import io.tollgate.channels.adyen.AdyenErrors.Unclear;
import io.tollgate.channels.adyen.AdyenPayload.Amount;
import io.tollgate.channels.adyen.AdyenPayload.Link;
import io.tollgate.channels.adyen.AdyenPayload.Modification;
import io.tollgate.channels.adyen.AdyenPayload.Payment;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Adyen's answers mean for one attempt (facts, section 3, "resultCode" and "Errors").
 *
 * <p>An answer counts only where reference, amount and currency are those of the order. One that
 * says that money moved has to have all of them; any other may leave them out, as Adyen does, and
 * may not contradict.
 */
final class AdyenReplies {

  private static final Json<Payment> PAYMENT = Json.camel(Payment.class);
  private static final Json<Link> LINK = Json.camel(Link.class);
  private static final Json<Modification> MODIFICATION = Json.camel(Modification.class);
  private static final String PART_OF_IT = "PartiallyAuthorised";

  private final AdyenReference reference;
  private final Order order;
  private final ChannelAccount account;
  private final Alarms alarms;

  AdyenReplies(ChannelRequestId requestId, Order order, ChannelAccount account, Alarms alarms) {
    this.reference = AdyenRequests.reference(requestId, order, account);
    this.order = order;
    this.account = account;
    this.alarms = alarms;
  }

  /** The answer to a request to pay, or to make a payment link: here a refusal ends the attempt. */
  ChannelOutcome toPay(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> created(answer);
      case Answered answer ->
          switch (AdyenErrors.of(answer, account, alarms)) {
            case Rejected(var reason) -> new Declined(reason, null);
            case Forbidden(var reason) -> new Declined(reason, null);
            case Limited _ -> new NotSent("Adyen's rate limit");
            case Unclear(var why) -> new Unknown(why);
          };
    };
  }

  /**
   * The answer to the same request once more, under the same key, which is how Adyen is asked. It
   * gives the stored answer back, so that a refusal of the request itself says that there is none:
   * the first never arrived.
   *
   * @param isKnown whether Adyen answered the request before
   */
  ChannelOutcome toRepeat(Exchange exchange, boolean isKnown) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> unasked(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> created(answer);
      case Answered answer when isKnown -> unanswered(answer, this::lost);
      case Answered answer -> unanswered(answer, Absent::new);
    };
  }

  /**
   * The answer to what the payer's page got back. A refusal of it is no refusal of the payment,
   * which may have been finished by the same result before.
   */
  ChannelOutcome toDetails(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> unasked(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> payment(answer, true);
      case Answered answer ->
          unanswered(answer, () -> new Unknown("Adyen refused the payer's result"));
    };
  }

  /** The answer to a question about a payment link that Adyen named to us. */
  ChannelOutcome toLinkState(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> unasked(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> link(answer, true);
      case Answered answer when answer.status() == 404 -> lost();
      case Answered answer -> unanswered(answer, () -> new Unknown("HTTP " + answer.status()));
    };
  }

  /** The answer to the end of a payment link; empty where only a question can tell. */
  Optional<ChannelOutcome> toExpire(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> Optional.of(unasked(why));
      case Exchange.Unknown(var why) -> Optional.of(new Unknown(why));
      case Answered answer when answer.isSuccess() -> Optional.of(link(answer, false));
      case Answered answer when answer.status() == 422 || answer.status() == 400 ->
          Optional.empty();
      case Answered answer when answer.status() == 404 -> Optional.of(lost());
      case Answered answer ->
          Optional.of(unanswered(answer, () -> new Unknown("HTTP " + answer.status())));
    };
  }

  /** The answer to a cancellation: it was received, and a webhook tells what came of it. */
  ChannelOutcome toCancel(Exchange exchange, @Nullable String pspReference) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> unasked(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() ->
          MODIFICATION
              .read(answer.body())
              .map(said -> cancelling(said, pspReference))
              .orElseGet(AdyenReplies::unreadable);
      case Answered answer -> unanswered(answer, () -> new Unknown("Adyen would not cancel it"));
    };
  }

  private ChannelOutcome cancelling(Modification said, @Nullable String pspReference) {
    boolean isOurs =
        pspReference == null
            ? reference.toString().equals(said.paymentReference())
            : pspReference.equals(said.paymentPspReference());
    if (!isOurs || !AdyenOptions.merchantAccount(account).equals(said.merchantAccount())) {
      return mismatch();
    }
    return "received".equals(said.status())
        ? new Pending(pspReference)
        : unmapped("status " + AdyenRefusals.word(said.status()));
  }

  private ChannelOutcome created(Answered answer) {
    return reference.isHosted() ? link(answer, true) : payment(answer, false);
  }

  /**
   * An answer about a payment.
   *
   * @param isNamed whether it has to name the payment, because the payer's page brought what it is
   *     the answer to
   */
  private ChannelOutcome payment(Answered answer, boolean isNamed) {
    return PAYMENT
        .read(answer.body())
        .map(said -> matching(said, isNamed))
        .orElseGet(AdyenReplies::unreadable);
  }

  private ChannelOutcome matching(Payment said, boolean isNamed) {
    if (said.resultCode() == null) {
      return unreadable();
    }
    var result = AdyenResult.of(said.resultCode());
    if (result.isEmpty()) {
      return unmapped("result " + AdyenRefusals.word(said.resultCode()));
    }
    boolean isAll = result.get() == AdyenResult.AUTHORISED;
    boolean isPart = PART_OF_IT.equals(said.resultCode());
    if (!isOurReference(said.merchantReference(), isAll || isNamed)
        || !(isPart || isOurAmount(said.amount(), isAll))) {
      return mismatch();
    }
    return outcome(result.get(), said);
  }

  private ChannelOutcome outcome(AdyenResult result, Payment said) {
    var psp = AdyenIds.pspReference(said.pspReference());
    return switch (result) {
      case AUTHORISED -> psp == null ? unreadable() : taken(psp);
      case ACTION ->
          new NeedsAction(
              AdyenSteps.of(said.action(), alarms), psp == null ? reference.toString() : psp);
      case WORKING -> new Pending(psp);
      case REFUSED -> new Declined(AdyenRefusals.ofCode(said.refusalReasonCode()), psp);
      case ERROR ->
          AdyenOptions.errorIsFinal(account)
              ? new Declined(AdyenRefusals.ofCode(said.refusalReasonCode()), psp)
              : new Pending(psp);
      case CANCELLED -> new Closed(false, psp);
    };
  }

  private ChannelOutcome link(Answered answer, boolean byTime) {
    return LINK.read(answer.body())
        .map(said -> matching(said, byTime))
        .orElseGet(AdyenReplies::unreadable);
  }

  private ChannelOutcome matching(Link said, boolean byTime) {
    var id = said.id();
    var status = said.status();
    if (id == null || !AdyenIds.isLink(id) || status == null) {
      return unreadable();
    }
    if (!isOurReference(said.reference(), true)
        || !isOurAmount(said.amount(), true)
        || !AdyenOptions.merchantAccount(account).equals(said.merchantAccount())) {
      return mismatch();
    }
    return switch (status) {
      case "active" ->
          AdyenSteps.page(said.url())
              .<ChannelOutcome>map(step -> new NeedsAction(step, id))
              .orElseGet(AdyenReplies::unreadable);
      case "paymentPending" -> new Pending(id);
      case "completed", "paid" ->
          AdyenOptions.completedLinkIsPaid(account) ? taken(id) : new Pending(id);
      case "expired" -> new Closed(byTime, id);
      default -> unmapped("link " + AdyenRefusals.word(status));
    };
  }

  private ChannelOutcome taken(String channelReference) {
    return reference.isHeld() ? new Authorized(channelReference) : new Approved(channelReference);
  }

  private boolean isOurReference(@Nullable String said, boolean isRequired) {
    return said == null ? !isRequired : said.equals(reference.toString());
  }

  private boolean isOurAmount(@Nullable Amount said, boolean isRequired) {
    return said == null
        ? !isRequired
        : said.money(account).map(order.amount()::equals).orElse(false);
  }

  /** An answer to a question, or to what may follow a payment: it never says "not sent". */
  private ChannelOutcome unanswered(Answered answer, Supplier<ChannelOutcome> ifRejected) {
    return switch (AdyenErrors.of(answer, account, alarms)) {
      case Rejected _ -> ifRejected.get();
      case Forbidden _ -> {
        alarms.raise(Alarm.QUERY_REFUSED, "HTTP " + answer.status() + " about " + reference);
        yield new Unknown("HTTP " + answer.status());
      }
      case Limited _ -> new Unknown("Adyen's rate limit");
      case Unclear(var why) -> new Unknown(why);
    };
  }

  private ChannelOutcome lost() {
    alarms.raise(Alarm.REFERENCE_LOST, reference.toString());
    return new Unknown("Adyen does not know what it named itself");
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, reference + " got an answer about another order");
    return new Unknown("answer about another order");
  }

  private ChannelOutcome unmapped(String what) {
    alarms.raise(Alarm.UNMAPPED, what);
    return new Unknown(what + " is not known");
  }

  private static ChannelOutcome unasked(String why) {
    return new Unknown("could not ask: " + why);
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
