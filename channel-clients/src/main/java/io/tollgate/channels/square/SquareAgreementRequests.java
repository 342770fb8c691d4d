package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Square about agreements (facts, section 9, "agreement"; official
 * description of 2025-08-20). Whatever cannot be built throws, before anything is sent. Keys have a
 * letter of their own each and are within Square's 45 characters.
 */
final class SquareAgreementRequests {

  private static final String CUSTOMERS = "/v2/customers";
  private static final String CARDS = "/v2/cards";
  private static final int EMAIL_LIMIT = 254;
  private static final int NAME_LIMIT = 300;
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{9,16}");

  private SquareAgreementRequests() {}

  /**
   * {@code POST /v2/customers}. Square wants a name or an address of somebody, so a payer of whom
   * nothing is known that Square takes is named by the agreement.
   */
  static HttpCall customer(AgreementRequest request, ChannelAccount account) {
    var payer = request.customer();
    var ours = request.id().value();
    var email = SquareRequests.upTo(EMAIL_LIMIT, payer.email());
    var name = SquareRequests.upTo(NAME_LIMIT, payer.name());
    var body =
        new JsonBody()
            .with("idempotency_key", "u-" + ours)
            .with("given_name", email == null && name == null ? ours : name)
            .with("email_address", email)
            .with("phone_number", phone(payer.phone()))
            .with("reference_id", ours);
    return SquareCalls.post(CUSTOMERS, body, account);
  }

  /** {@code POST /v2/cards}: keeps the card that the token stands for. */
  static HttpCall card(AgreementRequest request, String customer, ChannelAccount account) {
    var ours = request.id().value();
    var body =
        new JsonBody()
            .with("idempotency_key", "c-" + ours)
            .with("source_id", SquareRequests.source(request.method().token()))
            .with(
                "card",
                new JsonBody().with("customer_id", id(customer)).with("reference_id", ours));
    return SquareCalls.post(CARDS, body, account);
  }

  /** {@code GET /v2/cards/{id}}. */
  static HttpCall retrieve(String card, ChannelAccount account) {
    return SquareCalls.get(CARDS + "/" + id(card), account);
  }

  /** {@code GET /v2/cards}: a page of those that carry our id, the disabled among them. */
  static HttpCall list(AgreementRequest request, @Nullable String cursor, ChannelAccount account) {
    var form =
        new FormBody()
            .with("reference_id", request.id().value())
            .with("include_disabled", "true")
            .with("cursor", cursor);
    return SquareCalls.get(CARDS, form, account);
  }

  /** {@code POST /v2/cards/{id}/disable}, which has no effect on a card that is disabled. */
  static HttpCall disable(String card, ChannelAccount account) {
    return SquareCalls.post(CARDS + "/" + id(card) + "/disable", new JsonBody(), account);
  }

  private static @Nullable String phone(@Nullable String phone) {
    return phone != null && PHONE.matcher(phone).matches() ? phone : null;
  }
}
