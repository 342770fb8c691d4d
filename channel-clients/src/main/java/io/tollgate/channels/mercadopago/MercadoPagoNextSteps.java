package io.tollgate.channels.mercadopago;

import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.product.NextStep;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a payer has to do next (facts, section 16, "Ops": {@code init_point}, {@code
 * point_of_interaction}).
 */
final class MercadoPagoNextSteps {

  private MercadoPagoNextSteps() {}

  /**
   * The step of a payment that waits for the payer: a Pix code to show, or a page. One that we
   * cannot tell the payer is a step to wait, and an alarm: the payment is open all the same.
   */
  static NextStep of(MercadoPagoPayment payment, Alarms alarms) {
    var interaction = payment.pointOfInteraction();
    var transfer = interaction == null ? null : interaction.transactionData();
    var code = transfer == null ? null : transfer.qrCode();
    if (code != null && !code.isBlank()) {
      return new NextStep.ShowCode(code);
    }
    var details = payment.transactionDetails();
    return Stream.of(
            PayerPage.find(details == null ? null : details.externalResourceUrl()),
            PayerPage.find(transfer == null ? null : transfer.ticketUrl()))
        .flatMap(Optional::stream)
        .findFirst()
        .<NextStep>map(NextStep.Redirect::new)
        .orElseGet(() -> {
          var detail = MercadoPagoDeclines.word(payment.statusDetail());
          alarms.raise(Alarm.UNMAPPED, "next step of a payment that is " + detail);
          return new NextStep.Wait();
        });
  }
}
