package io.tollgate.channels.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.adyen.AdyenPayload.Item;
import io.tollgate.channels.adyen.AdyenPayload.Notification;
import io.tollgate.channels.adyen.AdyenPayload.TokenEvent;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.RawCallback;
import java.util.Base64;
import java.util.Optional;

/**
 * Proves Adyen's webhooks and opens them (facts, section 3, "Callback"): those about payments,
 * whose signature is inside, and those about stored methods, whose signature is a header over the
 * raw body. Where the account has the secrets {@value #USER} and {@value #PASSWORD}, basic
 * authentication has to be right too.
 */
final class AdyenCallbacks {

  static final String USER = "webhook-user";
  static final String PASSWORD = "webhook-password";

  private static final Json<Notification> NOTIFICATION = Json.camel(Notification.class);
  private static final Json<TokenEvent> TOKEN_EVENT = Json.camel(TokenEvent.class);

  private AdyenCallbacks() {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    try {
      if (!isAuthenticated(callback, account)) {
        return new Refused("wrong user or password");
      }
      return callback
          .header(AdyenOptions.signatureHeader(account))
          .map(signature -> aboutToken(callback.body(), signature, account, alarms))
          .orElseGet(() -> aboutPayment(callback.body(), account, alarms));
    } catch (IllegalArgumentException unusableSetting) {
      alarms.raise(Alarm.MISCONFIGURED, "a webhook could not be read");
      return new Refused("the account is misconfigured");
    }
  }

  private static CallbackReading aboutPayment(byte[] body, ChannelAccount account, Alarms alarms) {
    return NOTIFICATION
        .read(body)
        .flatMap(AdyenCallbacks::only)
        .map(item -> proved(item, account, alarms))
        .orElseGet(() -> new Refused("unreadable webhook"));
  }

  /** A webhook in JSON holds one event; of several only one could be answered. */
  private static Optional<Item> only(Notification notification) {
    var items = notification.notificationItems();
    return items == null || items.size() != 1
        ? Optional.empty()
        : Optional.ofNullable(items.getFirst()).map(AdyenPayload.Wrapper::item);
  }

  private static CallbackReading proved(Item item, ChannelAccount account, Alarms alarms) {
    var signature =
        item.additionalData() == null
            ? ""
            : item.additionalData().path("hmacSignature").asString("");
    if (signature.isEmpty()) {
      return new Refused("no signature");
    }
    var succeeded = item.succeeded();
    if (succeeded.isEmpty()) {
      return new Refused("unreadable webhook");
    }
    if (!AdyenSigning.isSigned(AdyenSigning.data(item, succeeded.get()), signature, account)) {
      return new Refused("signature does not match");
    }
    if (!AdyenOptions.merchantAccount(account).equals(item.merchantAccountCode())) {
      return new Irrelevant("another merchant account");
    }
    return new AdyenEvents(item, succeeded.get(), account, alarms).reading();
  }

  private static CallbackReading aboutToken(
      byte[] body, String signature, ChannelAccount account, Alarms alarms) {
    if (!AdyenSigning.isSigned(body, signature, account)) {
      return new Refused("signature does not match");
    }
    return TOKEN_EVENT
        .read(body)
        .map(event -> AdyenTokenEvents.reading(event, account, alarms))
        .orElseGet(() -> new Refused("unreadable webhook"));
  }

  private static boolean isAuthenticated(RawCallback callback, ChannelAccount account) {
    var user = account.secrets().get(USER);
    var password = account.secrets().get(PASSWORD);
    if (user == null || password == null) {
      return true;
    }
    var pair = user.revealText() + ":" + password.revealText();
    var expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    return Hmac.areEqual(expected, callback.header("authorization").orElse(""));
  }
}
