package io.tollgate.channels.camara;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds what is sent to an operator about payments and refunds (facts, section 14; descriptions of
 * Carrier Billing 0.5.0 and Carrier Billing Refund 0.3.0). Each is complete but for the access
 * token. Whatever cannot be built throws, before anything is sent.
 *
 * <p>What moves money a second time when it is done a second time carries a {@code
 * clientCorrelator}, which is our id of it, as {@code referenceCode} is, by which it is found
 * again.
 */
final class CamaraRequests {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  /** Longer than a payment can be open. */
  private static final Duration EVENTS_FOR = Duration.ofDays(8);

  private final CamaraSettings settings;

  CamaraRequests(CamaraSettings settings) {
    this.settings = settings;
  }

  CamaraSettings settings() {
    return settings;
  }

  /** {@code POST /payments}, or {@code POST /payments/prepare} where it is taken in two steps. */
  Function<Secret, HttpCall> create(PayRequest request, Instant now) {
    return token ->
        post(
            settings.payments() + (settings.isTwoStep(request.order()) ? "/prepare" : ""),
            creation(request, now),
            request.requestId(),
            token);
  }

  /** {@code GET /payments/{paymentId}}. */
  Function<Secret, HttpCall> retrieve(CamaraReference payment, Object about) {
    return token -> get(address(payment, ""), about, token);
  }

  /** {@code POST /payments/{paymentId}/validate} with the payer's password. */
  Function<Secret, HttpCall> validate(
      CamaraReference payment, String authorizationId, String otp, Object about) {
    return token -> {
      var body = JSON.createObjectNode().put("authorizationId", authorizationId).put("code", otp);
      return post(address(payment, "/validate"), body, about, token);
    };
  }

  /** {@code POST /payments/{paymentId}/confirm}: takes all that is reserved. */
  Function<Secret, HttpCall> confirm(CamaraReference payment, Order order, Object about) {
    return token -> post(address(payment, "/confirm"), phone(order), about, token);
  }

  /** {@code POST /payments/{paymentId}/cancel}: lets go what is reserved. */
  Function<Secret, HttpCall> cancel(CamaraReference payment, Order order, Object about) {
    return token -> post(address(payment, "/cancel"), phone(order), about, token);
  }

  /** {@code GET /payments}: a page of those made in that time, the oldest first. */
  Function<Secret, HttpCall> list(Instant from, Instant to, int page, Object about) {
    return token -> {
      var query =
          pageOf(page)
              .with("paymentCreationDate.gte", from.truncatedTo(ChronoUnit.SECONDS).toString())
              .with("paymentCreationDate.lte", to.truncatedTo(ChronoUnit.SECONDS).toString());
      return get(settings.payments() + "?" + query.query(), about, token);
    };
  }

  /** {@code POST /payments/{paymentId}/refunds} of another description. */
  Function<Secret, HttpCall> refund(
      PaymentOperation operation, CamaraReference payment, Instant now) {
    return token -> post(settings.refunds(payment), giving(operation, now), operation.id(), token);
  }

  /** {@code GET /payments/{paymentId}/refunds/{refundId}}. */
  Function<Secret, HttpCall> retrieveRefund(CamaraReference payment, String refund, Object about) {
    return token -> {
      if (!CamaraReference.isId(refund)) {
        throw new IllegalArgumentException("refund id: not of a shape that can be asked for");
      }
      return get(settings.refunds(payment) + "/" + refund, about, token);
    };
  }

  /** {@code GET /payments/{paymentId}/refunds}: a page of all of them, the oldest first. */
  Function<Secret, HttpCall> listRefunds(CamaraReference payment, int page, Object about) {
    return token -> get(settings.refunds(payment) + "?" + pageOf(page).query(), about, token);
  }

  /** The operator's own file of a day, at the address that the account has for it. */
  Function<Secret, HttpCall> file(LocalDate day) {
    return token ->
        HttpCall.download(
            URI.create(settings.needed(CamaraSettings.FILE_URL).replace("{day}", day.toString())),
            authorized("statement-" + day, token));
  }

  private ObjectNode creation(PayRequest request, Instant now) {
    var order = request.order();
    var ours = request.requestId().toString();
    var body = JSON.createObjectNode();
    var transaction =
        body.putObject("amountTransaction")
            .put("phoneNumber", phoneNumber(order))
            .put("clientCorrelator", ours)
            .put("referenceCode", ours);
    var amount = transaction.putObject("paymentAmount");
    charge(amount, order.amount(), order);
    var metadata = JSON.createObjectNode();
    CamaraSettings.METADATA.forEach(entry -> {
      var value = settings.option(entry.getValue());
      if (value != null) {
        metadata.put(entry.getKey(), value);
      }
    });
    if (!metadata.isEmpty()) {
      amount.set("chargingMetaData", metadata);
    }
    sink(body, request.requestId(), now);
    return body;
  }

  /** All of a payment goes back as a total refund, which says no amount. */
  private ObjectNode giving(PaymentOperation operation, Instant now) {
    var ours = operation.id().value();
    var body = JSON.createObjectNode().put("type", operation.isWhole() ? "total" : "partial");
    var amount =
        body.putObject("amountTransaction")
            .put("clientCorrelator", ours)
            .put("referenceCode", ours)
            .putObject("refundAmount");
    if (!operation.isWhole()) {
      charge(amount, operation.amount(), operation.attempt().order());
    }
    var merchant = settings.option("merchant-id");
    if (merchant != null) {
      amount.putObject("chargingMetaData").put("merchantIdentifier", merchant);
    }
    sink(body, operation.attempt().requestId(), now);
    return body;
  }

  private void charge(ObjectNode parent, Money amount, Order order) {
    var description = order.description();
    parent
        .putObject("chargingInformation")
        .put("amount", CamaraAmounts.encode(amount))
        .put("currency", amount.currency().getCurrencyCode())
        .put("description", description == null ? order.reference().value() : description)
        .put("isTaxIncluded", settings.isTaxIncluded());
  }

  /** Where events about the attempt go, and what they are known by. */
  private void sink(ObjectNode body, ChannelRequestId attempt, Instant now) {
    settings
        .callbackUrl()
        .ifPresent(url -> {
          body.put("sink", CamaraCallbacks.address(url, attempt))
              .putObject("sinkCredential")
              .put("credentialType", "ACCESSTOKEN")
              .put(
                  "accessToken",
                  CamaraSigning.eventToken(settings.callbackSecrets().getFirst(), attempt))
              .put(
                  "accessTokenExpiresUtc",
                  now.truncatedTo(ChronoUnit.DAYS).plus(EVENTS_FOR).toString())
              .put("accessTokenType", "bearer");
        });
  }

  private static ObjectNode phone(Order order) {
    return JSON.createObjectNode().put("phoneNumber", phoneNumber(order));
  }

  private static String phoneNumber(Order order) {
    return CamaraPhones.of(order)
        .orElseThrow(() -> new IllegalArgumentException("phone: none that can be charged"));
  }

  private FormBody pageOf(int page) {
    int size = settings.pageSize();
    return new FormBody()
        .with("page", settings.countsItems() ? (page - 1L) * size + 1 : page)
        .with("perPage", size)
        .with("order", "asc");
  }

  private String address(CamaraReference payment, String act) {
    return settings.payments() + "/" + payment.paymentId() + act;
  }

  private static HttpCall get(String address, Object about, Secret token) {
    return HttpCall.get(URI.create(address), authorized(about, token));
  }

  private static HttpCall post(String address, ObjectNode body, Object about, Secret token) {
    return HttpCall.post(
        URI.create(address),
        authorized(about, token).andThen(it -> it.set("Content-Type", "application/json")),
        JSON.writeValueAsString(body).getBytes(UTF_8));
  }

  private static Consumer<HttpHeaders> authorized(Object about, Secret token) {
    return headers ->
        headers
            .set("Authorization", "Bearer " + token.revealText())
            .set("Accept", "application/json")
            .set("x-correlator", about.toString());
  }
}
