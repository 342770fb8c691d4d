package io.tollgate.channels.btcpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.TrustedHosts;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a payer pays: at the invoice's page, or, by the option {@value #STEP}, by a code that the
 * merchant's own page shows.
 */
final class BtcPayNextSteps {

  /** The option that says what a payer gets: {@code page} (default) or {@code code}. */
  static final String STEP = "step";

  /** The option that names hosts beside the instance's own where its pages may be. */
  static final String PAGE_HOSTS = "page-hosts";

  private static final Json<BtcPayPaymentMethod[]> METHODS =
      Json.camel(BtcPayPaymentMethod[].class);

  private BtcPayNextSteps() {}

  /**
   * The invoice's page. BTCPay builds its address from the one that it was asked at, so a proxy may
   * spoil it; then nobody is sent there, and the payment is open all the same.
   */
  static NextStep page(BtcPayInvoice invoice, ChannelAccount account, Alarms alarms) {
    return trusted(invoice.checkoutLink(), account)
        .<NextStep>map(NextStep.Redirect::new)
        .orElseGet(() -> {
          alarms.raise(
              Alarm.MISCONFIGURED, "the page of " + invoice.id() + " is at a strange host");
          return new NextStep.Wait();
        });
  }

  /** The payment method whose code is shown; empty where the payer goes to the page. */
  static Optional<String> shown(Method method, ChannelAccount account) {
    return "code".equals(account.options().get(STEP))
        ? BtcPayMethods.only(method)
        : Optional.empty();
  }

  /** What a wallet reads to pay by that method; empty where the invoice does not tell. */
  static Optional<NextStep> code(byte[] methods, String wanted) {
    return METHODS.read(methods).stream()
        .flatMap(Arrays::stream)
        .filter(Objects::nonNull)
        .filter(method -> wanted.equals(method.paymentMethodId()))
        .flatMap(method -> method.code().stream())
        .<NextStep>map(NextStep.ShowCode::new)
        .findFirst();
  }

  private static Optional<URI> trusted(@Nullable String link, ChannelAccount account) {
    return link == null
        ? Optional.empty()
        : TrustedHosts.of(account, account.options().getOrDefault(PAGE_HOSTS, "")).find(link);
  }
}
