package io.tollgate.channels.mercadopago;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.FormFields;
import io.tollgate.channels.codec.Json;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads Mercado Pago's notifications (facts, section 16, "Callback"). One says that a payment
 * changed and not how, so that it is a hint at most: we ask. Which attempt it is about stands in
 * the address that we gave, which nobody signs; asking about a wrong one does no harm.
 *
 * <p>The secrets {@value #SECRET} and, while one is replaced by another, {@value #PREVIOUS_SECRET}
 * are accepted. Whether notifications to an address that a payment named are signed is unconfirmed:
 * the account's option {@value #UNSIGNED} is {@code refuse} (default) or {@code hint}; one that is
 * signed wrongly is refused all the same.
 */
final class MercadoPagoCallbacks {

  static final String SECRET = "webhook";
  static final String PREVIOUS_SECRET = "webhook-previous";
  static final String UNSIGNED = "unsigned-callbacks";

  private static final Json<Event> EVENT = Json.of(Event.class);

  private MercadoPagoCallbacks() {}

  /** A callback's body. */
  record Event(@Nullable String type, @Nullable Data data) {}

  /** What changed. */
  record Data(@Nullable JsonNode id) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account) {
    var fields = FormFields.read(callback.rawQuery(), UTF_8);
    if (fields.isEmpty()) {
      return new Refused("unreadable address");
    }
    var dataId = fields.get().getOrDefault("data.id", "");
    return problem(callback, dataId, account)
        .<CallbackReading>map(Refused::new)
        .orElseGet(() ->
            EVENT
                .read(callback.body())
                .map(event -> event(event, dataId, fields.get()))
                .orElseGet(() -> new Refused("unreadable notification")));
  }

  private static Optional<String> problem(
      RawCallback callback, String dataId, ChannelAccount account) {
    var header = callback.header("x-signature");
    if (header.isEmpty()) {
      return "hint".equals(account.options().get(UNSIGNED))
          ? Optional.empty()
          : Optional.of("no signature");
    }
    return MercadoPagoSigning.problem(
        header.get(), callback.header("x-request-id"), dataId, secrets(account));
  }

  private static CallbackReading event(Event event, String dataId, Map<String, String> fields) {
    var type = event.type();
    var id = event.data() == null ? Optional.<String>empty() : idOf(event.data());
    if (type == null || id.isEmpty()) {
      return new Refused("unreadable notification");
    }
    if (!id.get().equals(dataId)) {
      return new Refused("address and body are about two things");
    }
    if (!type.equals("payment")) {
      return new Irrelevant("notification " + MercadoPagoDeclines.word(type));
    }
    return Optional.ofNullable(fields.get(MercadoPagoRequests.ATTEMPT))
        .flatMap(ChannelRequestId::parse)
        .<CallbackReading>map(Hint::new)
        .orElseGet(() -> new Irrelevant("a payment of no attempt of ours"));
  }

  private static Optional<String> idOf(Data data) {
    return MercadoPagoCalls.idOf(data.id());
  }

  private static List<Secret> secrets(ChannelAccount account) {
    return Stream.of(SECRET, PREVIOUS_SECRET)
        .map(account.secrets()::get)
        .filter(Objects::nonNull)
        .filter(secret -> secret.reveal().length > 0)
        .toList();
  }
}
