package io.tollgate.channels.adyen;

import io.tollgate.channels.adyen.AdyenPayload.Failure;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.DeclineReason;

/**
 * What an answer of another kind than 2xx says of the request (facts, section 3, "Errors", and
 * section 0 for the rate limit), the same for all requests.
 */
sealed interface AdyenErrors {

  Json<Failure> FAILURE = Json.camel(Failure.class);

  /** Refused before it was accepted: it will not do better unchanged. */
  record Rejected(DeclineReason reason) implements AdyenErrors {}

  /** Our key is not accepted, or may not do this. */
  record Forbidden(DeclineReason reason) implements AdyenErrors {}

  /** Refused before it was accepted, because there are too many just now. */
  record Limited() implements AdyenErrors {}

  /** It may have been done, or is being done. */
  record Unclear(String why) implements AdyenErrors {}

  /** Reads an answer that is no success. An alarm is raised on what a person has to look at. */
  static AdyenErrors of(Answered answer, ChannelAccount account, Alarms alarms) {
    var failure = FAILURE.read(answer.body()).orElse(new Failure(null, null));
    if (isUnderWay(answer, failure, account)) {
      return new Unclear("the same request is under way");
    }
    var reason = AdyenRefusals.ofRequest(failure.errorCode());
    return switch (answer.status()) {
      case 400, 422 -> new Rejected(reason);
      case 401, 403 -> {
        alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + answer.status());
        yield new Forbidden(reason);
      }
      case 429 -> new Limited();
      default -> {
        if (answer.status() >= 300 && answer.status() < 500) {
          alarms.raise(Alarm.UNMAPPED, "HTTP " + answer.status());
        }
        yield new Unclear("HTTP " + answer.status());
      }
    };
  }

  private static boolean isUnderWay(Answered answer, Failure failure, ChannelAccount account) {
    return AdyenOptions.inProgressCode(account).equals(failure.errorCode())
        || "true".equalsIgnoreCase(answer.headers().get("transient-error"));
  }
}
