package io.tollgate.channels.camara;

import io.tollgate.channels.camara.CamaraPayment.Validation;
import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/**
 * What a payer has to do before money is reserved (facts, section 14, {@code validationInfo}): type
 * a password into our page, or go to a page of the operator's.
 */
final class CamaraNextSteps {

  private CamaraNextSteps() {}

  /** What the operator says, once and for all, in answer to the preparation. */
  static NextStep first(
      Validation validation, CamaraReference reference, Order order, Alarms alarms) {
    var step =
        "open".equals(validation.action())
            ? PayerPage.find(validation.validationURL()).<NextStep>map(NextStep.Redirect::new)
            : reference.authorizationId().<NextStep>map(_ -> password(order));
    return step.orElseGet(() -> {
      alarms.raise(Alarm.UNMAPPED, "validation " + CamaraErrors.word(validation.action()));
      return new NextStep.Wait();
    });
  }

  /** What is left of it later; a page is not told again, and whoever knows it keeps it. */
  static NextStep later(CamaraReference reference, Order order) {
    return reference.authorizationId().isPresent() ? password(order) : new NextStep.Wait();
  }

  /** What a payment is called together with what its payer has to do. */
  static CamaraReference reference(String paymentId, @Nullable Validation validation) {
    if (validation == null) {
      return CamaraReference.of(paymentId);
    }
    var isPassword =
        "validate".equals(validation.action())
            && CamaraReference.isId(validation.authorizationId());
    return new CamaraReference(paymentId, isPassword ? validation.authorizationId() : "");
  }

  private static NextStep password(Order order) {
    return new NextStep.EnterOtp(CamaraPhones.masked(order));
  }
}
