package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.product.NextStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a payer has to do next (facts, section 11, "pay (server to server)": {@code next}; S2S UPI:
 * {@code poll} after a collect request, {@code intent} with an address for the payer's app).
 */
final class RazorpayNextSteps {

  private RazorpayNextSteps() {}

  /** One step of those that an answer offers. */
  record Action(@Nullable String action, @Nullable String url) {}

  /** A step that we cannot tell the payer is a step to wait: the payment is open all the same. */
  static NextStep of(List<@Nullable Action> next, Alarms alarms) {
    for (var step : next) {
      var action = step == null || step.action() == null ? "" : step.action();
      var url = step == null ? null : step.url();
      switch (action) {
        case "redirect" -> {
          return page(url, alarms);
        }
        case "intent" -> {
          if (url != null && !url.isBlank()) {
            return new NextStep.ShowCode(url);
          }
        }
        case "poll" -> {
          return new NextStep.Wait();
        }
        default -> alarms.raise(Alarm.UNMAPPED, "next action " + RazorpayDeclines.word(action));
      }
    }
    return new NextStep.Wait();
  }

  /** Only pages of the web: a payer's browser is sent there. */
  static NextStep page(@Nullable String text, Alarms alarms) {
    return PayerPage.find(text)
        .<NextStep>map(NextStep.Redirect::new)
        .orElseGet(() -> {
          alarms.raise(Alarm.UNMAPPED, "address of the next action");
          return new NextStep.Wait();
        });
  }
}
