package io.tollgate.channels.stripe;

import static java.util.Map.entry;

import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.product.NextStep;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a payer has to do next (facts, section 1, "Status -> canonical": {@code next_action}).
 * PaymentIntents and SetupIntents share it.
 */
final class StripeNextSteps {

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

  private StripeNextSteps() {}

  /** A step that we cannot tell the payer is a step to wait: the payment is open all the same. */
  static NextStep of(@Nullable JsonNode action, Alarms alarms) {
    var type = action == null ? "" : action.path("type").asString("");
    if (type.equals("card_await_notification")) {
      return new NextStep.Wait();
    }
    return detail(action, type)
        .<NextStep>flatMap(detail ->
            CODES.contains(type)
                ? Optional.of(new NextStep.ShowCode(detail))
                : PayerPage.find(detail).map(NextStep.Redirect::new))
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
}
