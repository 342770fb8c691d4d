package io.tollgate.channels.adyen;

import io.tollgate.channels.adyen.AdyenErrors.Forbidden;
import io.tollgate.channels.adyen.AdyenErrors.Limited;
import io.tollgate.channels.adyen.AdyenErrors.Rejected;
import io.tollgate.channels.adyen.AdyenErrors.Unclear;
import io.tollgate.channels.adyen.AdyenPayload.Modification;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;

/**
 * What Adyen's answers mean for one capture, cancellation or refund (facts, section 3). Adyen only
 * ever says that it received one; a webhook says what came of it. An answer counts only where
 * payment, operation and amount are those that were sent.
 */
final class AdyenOperationReplies {

  private static final Json<Modification> MODIFICATION = Json.camel(Modification.class);

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Alarms alarms;

  AdyenOperationReplies(PaymentOperation operation, ChannelAccount account, Alarms alarms) {
    this.operation = operation;
    this.account = account;
    this.alarms = alarms;
  }

  /**
   * The answer to an operation.
   *
   * @param hasAmount whether Adyen was told an amount, so that it has to say the same
   */
  OperationOutcome to(Exchange exchange, boolean hasAmount) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() ->
          MODIFICATION
              .read(answer.body())
              .map(said -> matching(said, hasAmount))
              .orElseGet(() -> new Unknown("unreadable answer"));
      case Answered answer ->
          switch (AdyenErrors.of(answer, account, alarms)) {
            case Rejected(var reason) -> new Refused(reason, null);
            case Forbidden(var reason) -> new Refused(reason, null);
            case Limited _ -> new NotSent("Adyen's rate limit");
            case Unclear(var why) -> new Unknown(why);
          };
    };
  }

  private OperationOutcome matching(Modification said, boolean hasAmount) {
    var payment = operation.attempt().channelReference();
    boolean isOurs =
        AdyenOptions.merchantAccount(account).equals(said.merchantAccount())
            && said.paymentPspReference() != null
            && said.paymentPspReference().equals(payment)
            && (said.reference() == null
                || said.reference().equals(AdyenReference.of(operation.id())))
            && (!hasAmount || isOurAmount(said));
    if (!isOurs) {
      alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
      return new Unknown("answer about another operation");
    }
    if (!"received".equals(said.status()) || !AdyenIds.isPspReference(said.pspReference())) {
      alarms.raise(Alarm.UNMAPPED, "status " + AdyenRefusals.word(said.status()));
      return new Unknown("status " + AdyenRefusals.word(said.status()) + " is not known");
    }
    return new Pending(said.pspReference());
  }

  private boolean isOurAmount(Modification said) {
    return said.amount() != null
        && said.amount().money(account).map(operation.amount()::equals).orElse(false);
  }
}
