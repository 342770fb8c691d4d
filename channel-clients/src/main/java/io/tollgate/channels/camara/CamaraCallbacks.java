package io.tollgate.channels.camara;

import io.tollgate.channels.codec.Json;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.RawCallback;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an operator's events, which are CloudEvents (facts, section 14, "Callback"; both
 * descriptions). They name only the operator's own id of a payment, so our id is in the address
 * that we gave, and the token that we gave is the attempt's own.
 *
 * <p>An event's body is signed by nobody and says no amount, so it only makes us ask; that of a
 * refund as well.
 */
final class CamaraCallbacks {

  private static final Json<Event> EVENT = Json.camel(Event.class);
  private static final String ATTEMPT = "attempt=";

  private static final Set<String> TYPES =
      Set.of(
          "org.camaraproject.carrier-billing.v0.payment-pending-validation",
          "org.camaraproject.carrier-billing.v0.payment-reserved",
          "org.camaraproject.carrier-billing.v0.payment-completed",
          "org.camaraproject.carrier-billing.v0.payment-cancelled",
          "org.camaraproject.carrier-billing.v0.payment-denied",
          "org.camaraproject.carrier-billing-refund.v0.refund-completed",
          "org.camaraproject.carrier-billing-refund.v0.refund-denied",
          "org.camaraproject.carrier-billing-refund.v0.refund-in-bill");

  private CamaraCallbacks() {}

  /** A callback's body. */
  record Event(@Nullable String type, @Nullable Data data) {}

  /** What an event is about. */
  record Data(@Nullable String paymentId) {}

  /** Where events about an attempt go. */
  static String address(String url, ChannelRequestId attempt) {
    return url + (url.indexOf('?') < 0 ? "?" : "&") + ATTEMPT + attempt;
  }

  static CallbackReading read(RawCallback callback, ChannelAccount account) {
    var attempt = attempt(callback.rawQuery());
    if (attempt.isEmpty()) {
      return new Refused("no attempt in the address");
    }
    var shown = callback.header("authorization");
    var secrets = new CamaraSettings(account).callbackSecrets();
    return shown.isPresent() && CamaraSigning.isShown(shown.get(), attempt.get(), secrets)
        ? EVENT
            .read(callback.body())
            .map(event -> event(event, attempt.get()))
            .orElseGet(() -> new Refused("unreadable event"))
        : new Refused("not the attempt's token");
  }

  private static CallbackReading event(Event event, ChannelRequestId attempt) {
    if (event.type() == null || event.data() == null || event.data().paymentId() == null) {
      return new Refused("unreadable event");
    }
    return TYPES.contains(event.type())
        ? new Hint(attempt)
        : new Irrelevant("an event of another type");
  }

  private static Optional<ChannelRequestId> attempt(String rawQuery) {
    return Stream.of(rawQuery.split("&"))
        .filter(field -> field.startsWith(ATTEMPT))
        .map(field -> field.substring(ATTEMPT.length()))
        .findFirst()
        .flatMap(ChannelRequestId::parse);
  }
}
