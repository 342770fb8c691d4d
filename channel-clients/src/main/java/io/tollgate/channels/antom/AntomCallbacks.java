package io.tollgate.channels.antom;

import io.tollgate.channels.antom.AntomAmounts.Amount;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads Antom's notifications (facts, section 5, "Callback"), which are signed over the path of our
 * own address.
 *
 * <p>A card's success may be one of an authorization, and the notification does not say which: it
 * only makes us ask.
 */
final class AntomCallbacks {

  private static final Json<Notification> NOTIFICATION = Json.camel(Notification.class);

  private final ChannelAccount account;
  private final Alarms alarms;

  private AntomCallbacks(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** A callback's body: what all kinds of them have, together. */
  record Notification(
      @Nullable String notifyType,
      @Nullable String authorizationNotifyType,
      @Nullable AntomResult result,
      @Nullable String paymentRequestId,
      @Nullable String paymentId,
      @Nullable Amount paymentAmount,
      @Nullable String paymentMethodType,
      @Nullable String captureRequestId,
      @Nullable String captureId,
      @Nullable Amount captureAmount,
      @Nullable String refundStatus,
      @Nullable String refundRequestId,
      @Nullable String refundId,
      @Nullable Amount refundAmount,
      @Nullable String authState,
      @Nullable String authCode,
      @Nullable String accessToken) {}

  static CallbackReading read(RawCallback callback, ChannelAccount account, Alarms alarms) {
    return problem(callback, account)
        .<CallbackReading>map(Refused::new)
        .orElseGet(() ->
            NOTIFICATION
                .read(callback.body())
                .map(new AntomCallbacks(account, alarms)::notification)
                .orElseGet(() -> new Refused("unreadable notification")));
  }

  /** Why the callback is not proved to be Antom's, for us; empty where it is. */
  private static Optional<String> problem(RawCallback callback, ChannelAccount account) {
    var clientId = callback.header("client-id");
    var time = callback.header("request-time");
    var signature = callback.header("signature");
    var key = account.secrets().get(AntomLine.PUBLIC_KEY);
    if (clientId.isEmpty() || time.isEmpty() || signature.isEmpty()) {
      return Optional.of("no signature");
    }
    if (key == null) {
      return Optional.of("no key to verify with");
    }
    if (!clientId.get().equals(account.options().get(AntomLine.CLIENT_ID))) {
      return Optional.of("not for this account");
    }
    var content =
        AntomSigning.content(callback.rawPath(), clientId.get(), time.get(), callback.body());
    return "POST".equals(callback.method()) && AntomSigning.verifies(key, content, signature.get())
        ? Optional.empty()
        : Optional.of("signature does not match");
  }

  private CallbackReading notification(Notification said) {
    var authorization = said.authorizationNotifyType();
    if (authorization != null) {
      return agreement(authorization, said);
    }
    return switch (said.notifyType()) {
      case null -> new Refused("unreadable notification");
      case "PAYMENT_RESULT" -> payment(said, this::result);
      case "PAYMENT_PENDING" ->
          payment(said, it -> Optional.of(new ChannelOutcome.Pending(reference(it.paymentId()))));
      case "CAPTURE_RESULT" ->
          operation(said.captureRequestId(), said.captureAmount(), capture(said));
      case "REFUND_RESULT" ->
          operation(
              said.refundRequestId(),
              said.refundAmount(),
              AntomStatuses.operation(said.refundStatus(), said.refundId(), said.result(), alarms));
      case String other -> new Irrelevant("notification " + AntomCodes.word(other));
    };
  }

  private CallbackReading payment(
      Notification said, Function<Notification, Optional<ChannelOutcome>> reading) {
    var id = Optional.ofNullable(said.paymentRequestId()).flatMap(ChannelRequestId::parse);
    if (id.isEmpty()) {
      return new Irrelevant("a payment that is not ours");
    }
    var amount = AntomAmounts.decode(said.paymentAmount(), account);
    if (amount.isEmpty()) {
      return new Refused("impossible amount");
    }
    return reading
        .apply(said)
        .<CallbackReading>map(outcome -> new Verified(id.get(), amount.get(), outcome))
        .orElseGet(() -> new Hint(id.get()));
  }

  /** What the result of a payment says by itself; empty where Antom has to be asked. */
  private Optional<ChannelOutcome> result(Notification said) {
    var id = reference(said.paymentId());
    return switch (AntomVerdict.of(said.result(), account, alarms)) {
      case AntomVerdict.Done _ ->
          id == null || maybeHeld(said)
              ? Optional.empty()
              : Optional.of(new ChannelOutcome.Approved(id));
      case AntomVerdict.Refused(var reason) -> Optional.of(new ChannelOutcome.Declined(reason, id));
      case AntomVerdict.InProcess _,
          AntomVerdict.Busy _,
          AntomVerdict.Missing _,
          AntomVerdict.Unclear _ ->
          Optional.empty();
    };
  }

  /** Only cards are authorized; which method it was may be missing. */
  private static boolean maybeHeld(Notification said) {
    return said.paymentMethodType() == null || "CARD".equals(said.paymentMethodType());
  }

  private OperationOutcome capture(Notification said) {
    var id = reference(said.captureId());
    return switch (AntomVerdict.of(said.result(), account, alarms)) {
      case AntomVerdict.Done _ -> new OperationOutcome.Done(id);
      case AntomVerdict.Refused(var reason) -> new OperationOutcome.Refused(reason, id);
      case AntomVerdict.InProcess _ -> new OperationOutcome.Pending(id);
      case AntomVerdict.Busy(var why) -> new OperationOutcome.Unknown(why);
      case AntomVerdict.Missing(var reason) -> new OperationOutcome.Refused(reason, id);
      case AntomVerdict.Unclear(var why) -> new OperationOutcome.Unknown(why);
    };
  }

  private CallbackReading operation(
      @Nullable String ours, @Nullable Amount amount, OperationOutcome outcome) {
    var id = Optional.ofNullable(ours).flatMap(OperationId::parse);
    if (id.isEmpty()) {
      return new Irrelevant("an operation that is not ours");
    }
    Optional<Money> money = AntomAmounts.decode(amount, account);
    return money.isEmpty()
        ? new Refused("impossible amount")
        : new VerifiedOperation(id.get(), money.get(), outcome);
  }

  /** A withdrawn agreement is told by its token alone, so that we do not learn which it was. */
  private static CallbackReading agreement(String type, Notification said) {
    var id = Optional.ofNullable(said.authState()).flatMap(OperationId::parse);
    if (id.isEmpty()) {
      return new Irrelevant("an authorization without an id of ours");
    }
    var code = said.authCode();
    var token = said.accessToken();
    return switch (type) {
      case "AUTHCODE_CREATED" ->
          AntomAgreementReplies.isToken(code)
              ? new VerifiedAgreement(id.get(), new AgreementOutcome.Pending(code))
              : new Refused("no code");
      case "TOKEN_CREATED" ->
          token != null && AntomAgreementReplies.isToken(token)
              ? new VerifiedAgreement(id.get(), new AgreementOutcome.Active(token, null))
              : new Refused("no token");
      case "TOKEN_CANCELED" -> new VerifiedAgreement(id.get(), new AgreementOutcome.Ended());
      default -> new Irrelevant("authorization " + AntomCodes.word(type));
    };
  }

  private static @Nullable String reference(@Nullable String id) {
    return AntomPayment.isId(id) ? id : null;
  }
}
