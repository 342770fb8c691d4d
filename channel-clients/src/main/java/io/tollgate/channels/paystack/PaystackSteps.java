package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/** What a payer has to do next (facts, section 12, "Status": send_otp, open_url, pay_offline …). */
final class PaystackSteps {

  private static final int SHOWN_DIGITS = 3;

  private PaystackSteps() {}

  /** A step that we cannot tell the payer is a step to wait: the payment is open all the same. */
  static NextStep of(PaystackTransaction transaction, Customer payer, Alarms alarms) {
    var status = transaction.status() == null ? "" : transaction.status();
    return switch (status) {
      case "send_otp" -> new NextStep.EnterOtp(masked(payer.phone()));
      case "open_url" ->
          PayerPage.find(transaction.url() == null ? transaction.redirectUrl() : transaction.url())
              .<NextStep>map(NextStep.Redirect::new)
              .orElseGet(() -> waiting(status, alarms));
      // Without a code to dial, the payer's phone asks.
      case "pay_offline" ->
          transaction.ussdCode() == null || transaction.ussdCode().isBlank()
              ? new NextStep.Wait()
              : new NextStep.ShowCode(transaction.ussdCode());
      // What these ask for, no payer of ours can hand in.
      case "send_pin", "send_phone", "send_birthday", "send_address" -> waiting(status, alarms);
      default -> new NextStep.Wait();
    };
  }

  private static NextStep waiting(String status, Alarms alarms) {
    alarms.raise(Alarm.UNMAPPED, "step " + status);
    return new NextStep.Wait();
  }

  private static String masked(@Nullable String phone) {
    return phone == null || phone.length() <= 2 * SHOWN_DIGITS
        ? "***"
        : "***" + phone.substring(phone.length() - SHOWN_DIGITS);
  }
}
