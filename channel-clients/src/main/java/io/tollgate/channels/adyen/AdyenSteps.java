package io.tollgate.channels.adyen;

import io.tollgate.channels.adyen.AdyenPayload.Action;
import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.product.NextStep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Adyen's actions mean for the payer's page (official description, {@code action}). Actions
 * that only Adyen's own component can run cannot be told: native 3-D Secure, which we ask Adyen not
 * to use, and wallets' own SDKs.
 */
final class AdyenSteps {

  private AdyenSteps() {}

  /** A step that we cannot tell the payer is a step to wait: the payment is open all the same. */
  static NextStep of(@Nullable Action action, Alarms alarms) {
    var type = action == null || action.type() == null ? "" : action.type();
    return step(action, type)
        .orElseGet(() -> {
          alarms.raise(Alarm.UNMAPPED, "action " + AdyenRefusals.word(type));
          return new NextStep.Wait();
        });
  }

  private static Optional<NextStep> step(@Nullable Action action, String type) {
    if (action == null) {
      return Optional.empty();
    }
    return switch (type) {
      case "redirect", "nativeRedirect" -> byLink(action);
      case "qrCode" -> code(action.qrCodeData()).or(() -> page(action.url()));
      case "voucher", "bankTransfer" ->
          page(action.url())
              .or(() -> page(action.downloadUrl()))
              .or(() -> code(action.reference()));
      case "await" -> Optional.of(new NextStep.Wait());
      default -> Optional.empty();
    };
  }

  /** A page that wants a form posted cannot be opened by its address. */
  private static Optional<NextStep> byLink(Action action) {
    return action.method() == null || action.method().equals("GET")
        ? page(action.url())
        : Optional.empty();
  }

  private static Optional<NextStep> code(@Nullable String text) {
    return text == null || text.isBlank()
        ? Optional.empty()
        : Optional.of(new NextStep.ShowCode(text));
  }

  /** Only pages of the web: a payer's browser is sent there. */
  static Optional<NextStep> page(@Nullable String text) {
    return PayerPage.find(text).map(NextStep.Redirect::new);
  }
}
