package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoCalls.id;
import static io.tollgate.channels.mercadopago.MercadoPagoRequests.amount;
import static io.tollgate.channels.mercadopago.MercadoPagoRequests.object;
import static io.tollgate.channels.mercadopago.MercadoPagoRequests.text;

import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.payment.Order;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds what is sent to Mercado Pago about preferences, its pages where a payer pays (facts,
 * section 16, "Ops": hosted; {@code PreferenceRequest} of sdk-java 3.2.1).
 */
final class MercadoPagoPageRequests {

  private static final String PREFERENCES = "/checkout/preferences";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

  private MercadoPagoPageRequests() {}

  /** {@code POST /checkout/preferences}. */
  static HttpCall create(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var attempt = request.requestId();
    var body = object();
    body.putArray("items").add(item(order));
    body.set("payer", MercadoPagoRequests.payer(order.customer()));
    body.put("external_reference", attempt.toString());
    text(body, "notification_url", MercadoPagoRequests.notifyUrl(attempt, account));
    var back = order.returnUrl();
    if (back != null) {
      comeBack(body, back);
    }
    offer(body, order.method().type());
    return MercadoPagoCalls.post(PREFERENCES, body, "pay-" + attempt, account);
  }

  /** {@code GET /checkout/preferences/{id}}. */
  static HttpCall retrieve(String preference, ChannelAccount account) {
    return MercadoPagoCalls.get(PREFERENCES + "/" + id(preference), account);
  }

  /** {@code PUT /checkout/preferences/{id}}: from now on nobody pays there. */
  static HttpCall expire(String preference, Instant now, ChannelAccount account) {
    var body =
        object()
            .put("expires", true)
            .put("expiration_date_to", TIME.format(now.atOffset(ZoneOffset.UTC)));
    return MercadoPagoCalls.put(PREFERENCES + "/" + id(preference), body, account);
  }

  private static ObjectNode item(Order order) {
    var title = MercadoPagoRequests.shortened(order.description());
    var item =
        object()
            .put("title", Objects.requireNonNullElse(title, order.reference().value()))
            .put("quantity", 1)
            .put("currency_id", order.amount().currency().getCurrencyCode());
    return amount(item, "unit_price", order.amount());
  }

  private static void comeBack(ObjectNode body, URI back) {
    body.put("auto_return", "approved")
        .putObject("back_urls")
        .put("success", back.toString())
        .put("pending", back.toString())
        .put("failure", back.toString());
  }

  /** The wallet is for those who log in; a bank's page offers banks only. */
  private static void offer(ObjectNode body, String method) {
    if (method.equals(MercadoPagoMethods.WALLET)) {
      body.put("purpose", "wallet_purchase");
      return;
    }
    var methods = body.putObject("payment_methods");
    var excluded = methods.putArray("excluded_payment_types");
    MercadoPagoMethods.NOT_BANKS.forEach(type -> excluded.add(object().put("id", type)));
    if (!method.equals("bank_transfer")) {
      methods.put("default_payment_method_id", method);
    }
  }
}
