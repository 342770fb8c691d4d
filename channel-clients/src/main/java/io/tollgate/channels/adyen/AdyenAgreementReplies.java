package io.tollgate.channels.adyen;

import io.tollgate.channels.adyen.AdyenErrors.Forbidden;
import io.tollgate.channels.adyen.AdyenErrors.Limited;
import io.tollgate.channels.adyen.AdyenErrors.Rejected;
import io.tollgate.channels.adyen.AdyenErrors.Unclear;
import io.tollgate.channels.adyen.AdyenPayload.Payment;
import io.tollgate.channels.adyen.AdyenPayload.StoredMethods;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.NeedsAction;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Pending;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Adyen's answers mean for one agreement (facts, section 3, "agreement"): a payment of no
 * money that stores the payer's method under a shopper of the agreement's own.
 */
final class AdyenAgreementReplies {

  private static final Json<Payment> PAYMENT = Json.camel(Payment.class);
  private static final Json<StoredMethods> STORED = Json.camel(StoredMethods.class);

  /** "Contract not found" and "PaymentDetail not found": the method is there no more. */
  private static final Set<String> GONE = Set.of("800", "803");

  private final AgreementRequest request;
  private final ChannelAccount account;
  private final Alarms alarms;

  AdyenAgreementReplies(AgreementRequest request, ChannelAccount account, Alarms alarms) {
    this.request = request;
    this.account = account;
    this.alarms = alarms;
  }

  /** The answer to the request to store. */
  AgreementOutcome toSign(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() ->
          PAYMENT
              .read(answer.body())
              .map(this::matching)
              .orElseGet(AdyenAgreementReplies::unreadable);
      case Answered answer ->
          switch (AdyenErrors.of(answer, account, alarms)) {
            case Rejected(var reason) -> new Refused(reason);
            case Forbidden(var reason) -> new Refused(reason);
            case Limited _ -> new NotSent("Adyen's rate limit");
            case Unclear(var why) -> new Unknown(why);
          };
    };
  }

  /** The answer to the question what is stored for the agreement's shopper. */
  AgreementOutcome toStored(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Unknown("could not ask: " + why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() ->
          STORED.read(answer.body()).map(this::listed).orElseGet(AdyenAgreementReplies::unreadable);
      case Answered answer -> {
        if (AdyenErrors.of(answer, account, alarms) instanceof Forbidden
            || answer.status() == 400
            || answer.status() == 422) {
          alarms.raise(Alarm.QUERY_REFUSED, "HTTP " + answer.status() + " about " + request.id());
        }
        yield new Unknown("HTTP " + answer.status());
      }
    };
  }

  /** The answer to the end of the agreement; what is gone already has ended. */
  OperationOutcome toEnd(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case Exchange.Unknown(var why) -> new OperationOutcome.Unknown(why);
      case Answered answer when answer.isSuccess() || isGone(answer) ->
          new OperationOutcome.Done(null);
      case Answered answer ->
          switch (AdyenErrors.of(answer, account, alarms)) {
            case Rejected(var reason) -> new OperationOutcome.Refused(reason, null);
            case Forbidden(var reason) -> new OperationOutcome.Refused(reason, null);
            case Limited _ -> new OperationOutcome.NotSent("Adyen's rate limit");
            case Unclear(var why) -> new OperationOutcome.Unknown(why);
          };
    };
  }

  private AgreementOutcome matching(Payment said) {
    var result = AdyenResult.of(said.resultCode());
    if (said.resultCode() == null) {
      return unreadable();
    }
    if (result.isEmpty()) {
      return unmapped("result " + AdyenRefusals.word(said.resultCode()));
    }
    return isOurs(said, result.get() == AdyenResult.AUTHORISED)
        ? outcome(result.get(), said)
        : mismatch();
  }

  private boolean isOurs(Payment said, boolean isRequired) {
    var reference = said.merchantReference();
    var amount = said.amount();
    return (reference == null ? !isRequired : reference.equals(AdyenReference.of(request.id())))
        && (amount == null || amount.number().orElse(1) == 0);
  }

  private AgreementOutcome outcome(AdyenResult result, Payment said) {
    var psp = AdyenIds.pspReference(said.pspReference());
    return switch (result) {
      case AUTHORISED ->
          token(said.additionalData())
              .<AgreementOutcome>map(
                  id -> new Active(AdyenStoredMethod.of(request.id(), id).toString(), psp))
              .orElseGet(() -> new Pending(psp));
      case ACTION -> new NeedsAction(AdyenSteps.of(said.action(), alarms), psp);
      case WORKING -> new Pending(psp);
      case REFUSED, ERROR, CANCELLED -> new Refused(AdyenRefusals.ofCode(said.refusalReasonCode()));
    };
  }

  private static Optional<String> token(@Nullable JsonNode additionalData) {
    return additionalData == null
        ? Optional.empty()
        : Stream.of("tokenization.storedPaymentMethodId", "recurring.recurringDetailReference")
            .map(name -> additionalData.path(name).asString(""))
            .filter(AdyenIds::isStoredMethod)
            .findFirst();
  }

  private AgreementOutcome listed(StoredMethods said) {
    if (said.storedPaymentMethods() == null) {
      return unreadable();
    }
    if (!AdyenOptions.merchantAccount(account).equals(said.merchantAccount())
        || !AdyenStoredMethod.shopperOf(request.id()).equals(said.shopperReference())) {
      return mismatch();
    }
    return ofIds(
        said.storedPaymentMethods().stream()
            .filter(Objects::nonNull)
            .map(AdyenPayload.StoredMethod::id)
            .filter(Objects::nonNull)
            .filter(AdyenIds::isStoredMethod)
            .distinct()
            .toList());
  }

  private AgreementOutcome ofIds(List<String> ids) {
    if (ids.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, request.id() + " has " + ids.size() + " stored methods");
      return new Unknown("more than one stored method");
    }
    return ids.isEmpty()
        ? new Absent()
        : new Active(
            AdyenStoredMethod.of(request.id(), ids.getFirst()).toString(),
            request.channelReference());
  }

  private static boolean isGone(Answered answer) {
    return answer.status() == 422
        && AdyenErrors.FAILURE
            .read(answer.body())
            .map(failure -> failure.errorCode() != null && GONE.contains(failure.errorCode()))
            .orElse(false);
  }

  private AgreementOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, request.id() + " got an answer about another agreement");
    return new Unknown("answer about another agreement");
  }

  private AgreementOutcome unmapped(String what) {
    alarms.raise(Alarm.UNMAPPED, what);
    return new Unknown(what + " is not known");
  }

  private static AgreementOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
