package io.tollgate.channels.adyen;

import io.tollgate.channels.adyen.AdyenPayload.TokenEvent;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.ChannelAccount;

/**
 * What a webhook about a stored method means, which is proved to be Adyen's as a whole (facts,
 * section 3, "newer webhooks"; docs.adyen.com, Tokenization webhooks 1).
 */
final class AdyenTokenEvents {

  private AdyenTokenEvents() {}

  static CallbackReading reading(TokenEvent event, ChannelAccount account, Alarms alarms) {
    var data = event.data();
    if (event.type() == null || data == null) {
      return new Refused("unreadable webhook");
    }
    if (!AdyenOptions.merchantAccount(account).equals(data.merchantAccount())) {
      return new Irrelevant("another merchant account");
    }
    var agreement = AdyenStoredMethod.agreementOf(data.shopperReference());
    var id = data.storedPaymentMethodId();
    if (agreement.isEmpty() || id == null || !AdyenIds.isStoredMethod(id)) {
      return new Irrelevant("a stored method that is not ours");
    }
    var active = new Active(AdyenStoredMethod.of(agreement.get(), id).toString(), null);
    return switch (event.type()) {
      case "recurring.token.created",
          "recurring.token.alreadyExisting",
          "recurring.token.updated" ->
          new VerifiedAgreement(agreement.get(), active);
      case "recurring.token.disabled" -> new VerifiedAgreement(agreement.get(), new Ended());
      default -> {
        alarms.raise(Alarm.UNMAPPED, "event " + AdyenRefusals.word(event.type()));
        yield new Irrelevant("event " + AdyenRefusals.word(event.type()));
      }
    };
  }
}
