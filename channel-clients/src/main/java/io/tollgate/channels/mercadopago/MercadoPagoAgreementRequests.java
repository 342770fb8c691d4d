package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoCalls.id;
import static io.tollgate.channels.mercadopago.MercadoPagoRequests.object;
import static io.tollgate.channels.mercadopago.MercadoPagoRequests.text;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;

/**
 * Builds what is sent to Mercado Pago about agreements, which are customers' saved cards (facts,
 * section 16, "Ops": saved cards; request classes of sdk-java 3.2.1). Whatever cannot be built
 * throws, before anything is sent.
 */
final class MercadoPagoAgreementRequests {

  private static final String CUSTOMERS = "/v1/customers";

  private MercadoPagoAgreementRequests() {}

  /** {@code POST /v1/customers}, under a key of the agreement's. */
  static HttpCall customer(AgreementRequest request, ChannelAccount account) {
    var body = MercadoPagoRequests.payer(request.customer());
    text(body, "first_name", request.customer().name());
    return MercadoPagoCalls.post(CUSTOMERS, body, "customer-" + request.id(), account);
  }

  /** {@code GET /v1/customers/search}: the customer of an address, of whom there is one at most. */
  static HttpCall search(AgreementRequest request, ChannelAccount account) {
    var query = new FormBody().with("email", request.customer().email());
    return MercadoPagoCalls.get(CUSTOMERS + "/search", query, account);
  }

  /** {@code POST /v1/customers/{id}/cards}, under another key of the agreement's. */
  static HttpCall save(
      AgreementRequest request, MercadoPagoSource source, String customer, ChannelAccount account) {
    var body = object().put("token", source.card());
    text(body, "payment_method_id", source.method());
    return MercadoPagoCalls.post(cards(customer), body, "agreement-" + request.id(), account);
  }

  /** {@code GET /v1/card_tokens/{id}}: which card a token stands for. */
  static HttpCall cardToken(MercadoPagoSource source, ChannelAccount account) {
    return MercadoPagoCalls.get("/v1/card_tokens/" + id(source.card()), account);
  }

  /** {@code GET /v1/customers/{id}/cards}. */
  static HttpCall list(String customer, ChannelAccount account) {
    return MercadoPagoCalls.get(cards(customer), account);
  }

  /** {@code GET /v1/customers/{id}/cards/{id}}. */
  static HttpCall retrieve(MercadoPagoSource saved, ChannelAccount account) {
    return MercadoPagoCalls.get(card(saved), account);
  }

  /** {@code DELETE /v1/customers/{id}/cards/{id}}. */
  static HttpCall delete(MercadoPagoSource saved, ChannelAccount account) {
    return MercadoPagoCalls.delete(card(saved), account);
  }

  private static String card(MercadoPagoSource saved) {
    return cards(id(saved.customer())) + "/" + id(saved.card());
  }

  private static String cards(String customer) {
    return CUSTOMERS + "/" + id(customer) + "/cards";
  }
}
