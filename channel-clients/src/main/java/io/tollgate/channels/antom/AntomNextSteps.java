package io.tollgate.channels.antom;

import io.tollgate.channels.antom.AntomPayment.Code;
import io.tollgate.channels.antom.AntomPayment.CodeForm;
import io.tollgate.channels.codec.PayerPage;
import io.tollgate.domain.product.NextStep;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a payer has to do next (facts, section 5, "create": the addresses and codes of an answer).
 */
final class AntomNextSteps {

  private AntomNextSteps() {}

  /**
   * The step that a payment names; empty where the payer has nothing to do. Addresses that only an
   * app can open are none to us, nor is a page that wants a form.
   */
  static Optional<NextStep> of(AntomPayment payment) {
    return page(payment.normalUrl(), payment.applinkUrl())
        .or(() -> page(redirect(payment), null))
        .or(() -> code(payment.orderCodeForm()));
  }

  /** The first of these that is a page of the web: a payer's browser is sent there. */
  static Optional<NextStep> page(@Nullable String first, @Nullable String second) {
    return PayerPage.find(first).or(() -> PayerPage.find(second)).map(NextStep.Redirect::new);
  }

  private static @Nullable String redirect(AntomPayment payment) {
    var form = payment.redirectActionForm();
    return form == null || "POST".equals(form.method()) ? null : form.redirectUrl();
  }

  private static Optional<NextStep> code(@Nullable CodeForm form) {
    return form == null || form.codeDetails() == null
        ? Optional.empty()
        : form.codeDetails().stream()
            .filter(Objects::nonNull)
            .filter(AntomNextSteps::isText)
            .flatMap(code -> Optional.ofNullable(code.codeValue()).stream())
            .filter(text -> !text.isBlank())
            .<NextStep>map(NextStep.ShowCode::new)
            .findFirst();
  }

  /** Other shapes are addresses of pictures. */
  private static boolean isText(Code code) {
    return "QRCODE".equals(code.codeValueType())
        && (code.displayType() == null || "TEXT".equals(code.displayType()));
  }
}
