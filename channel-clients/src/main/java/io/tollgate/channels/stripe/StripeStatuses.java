package io.tollgate.channels.stripe;

import static java.util.Map.entry;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an intent's status means (facts, section 1, "Status -> canonical"). Replies and callbacks
 * share it.
 */
final class StripeStatuses {

  /** Where each kind of next action has the address to send the payer to. */
  private static final Map<String, String> REDIRECTS =
      Map.ofEntries(
          entry("redirect_to_url", "url"),
          entry("alipay_handle_redirect", "url"),
          entry("cashapp_handle_redirect_or_display_qr_code", "hosted_instructions_url"),
          entry("boleto_display_details", "hosted_voucher_url"),
          entry("konbini_display_details", "hosted_voucher_url"),
          entry("oxxo_display_details", "hosted_voucher_url"),
          entry("verify_with_microdeposits", "hosted_verification_url"),
          entry("display_bank_transfer_instructions", "hosted_instructions_url"));

  /** The kinds of next action whose {@code data} is a text to show as a QR code. */
  private static final Set<String> CODES =
      Set.of(
          "paynow_display_qr_code",
          "pix_display_qr_code",
          "promptpay_display_qr_code",
          "wechat_pay_display_qr_code");

  private StripeStatuses() {}

  /** The outcome that an intent stands for; a status that is not listed is unknown. */
  static ChannelOutcome outcome(StripeIntent intent, Alarms alarms) {
    var id = intent.id();
    var status = intent.status();
    if (id == null || !StripeRequests.isId(id) || status == null) {
      return new Unknown("unreadable answer");
    }
    return switch (status) {
      case "succeeded" -> new Approved(id);
      case "requires_capture" -> new Authorized(id);
      case "processing", "requires_confirmation" -> new Pending(id);
      case "requires_action" -> new NeedsAction(nextStep(intent.nextAction(), alarms), id);
      case "requires_payment_method" -> tried(intent, id);
      case "canceled" -> new Closed("automatic".equals(intent.cancellationReason()), id);
      default -> unmapped("status " + StripeDeclines.word(status), alarms);
    };
  }

  /** Without an error it was never tried; with one the try failed, and nobody can try again. */
  private static ChannelOutcome tried(StripeIntent intent, String id) {
    var error = intent.lastPaymentError();
    return error == null
        ? new Pending(id)
        : new Declined(StripeDeclines.reason(error.declineCode(), error.code()), id);
  }

  private static ChannelOutcome unmapped(String what, Alarms alarms) {
    alarms.raise(Alarm.UNMAPPED, what);
    return new Unknown(what + " is not known");
  }

  /** A step that we cannot tell the payer is a step to wait: the payment is open all the same. */
  private static NextStep nextStep(@Nullable JsonNode action, Alarms alarms) {
    var type = action == null ? "" : action.path("type").asString("");
    if (type.equals("card_await_notification")) {
      return new NextStep.Wait();
    }
    return detail(action, type)
        .<NextStep>flatMap(detail ->
            CODES.contains(type)
                ? Optional.of(new NextStep.ShowCode(detail))
                : page(detail).map(NextStep.Redirect::new))
        .orElseGet(() -> {
          alarms.raise(Alarm.UNMAPPED, "next action " + StripeDeclines.word(type));
          return new NextStep.Wait();
        });
  }

  private static Optional<String> detail(@Nullable JsonNode action, String type) {
    var field = CODES.contains(type) ? "data" : REDIRECTS.get(type);
    return action == null || field == null
        ? Optional.empty()
        : action.path(type).path(field).stringValueOpt().filter(text -> !text.isBlank());
  }

  /** Only pages of the web: a payer's browser is sent there. */
  private static Optional<URI> page(String text) {
    try {
      var uri = new URI(text);
      return uri.getHost() != null && Set.of("https", "http").contains(uri.getScheme())
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }
}
