package io.tollgate.sandbox.razorpay;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Razorpay's orders, payments and refunds on 127.0.0.1, as far as a gateway uses them server to
 * server. The bank of a payment says how it goes (see {@code RazorpayScript}); the {@link #book()}
 * is the truth.
 */
public final class RazorpaySimulator implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final RazorpayBook book = new RazorpayBook();
  private final String authorization;
  private final String webhookSecret;
  private final @Nullable URI callbackUrl;
  private final DisposableServer server;

  private RazorpaySimulator(
      String keyId, String keySecret, String webhookSecret, @Nullable URI callbackUrl) {
    byte[] pair = (keyId + ":" + keySecret).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
    this.webhookSecret = webhookSecret;
    this.callbackUrl = callbackUrl;
    this.server = HttpServer.create().host("127.0.0.1").port(0).handle(this::handle).bindNow();
  }

  /**
   * Starts a simulator and waits until it listens.
   *
   * @param callbackUrl where events go; null for nowhere
   */
  public static RazorpaySimulator start(
      String keyId, String keySecret, String webhookSecret, @Nullable URI callbackUrl) {
    return new RazorpaySimulator(keyId, keySecret, webhookSecret, callbackUrl);
  }

  /** {@code http://127.0.0.1:port}, to be used where Razorpay's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Every payment that it took part in. */
  public RazorpayBook book() {
    return book;
  }

  @Override
  public void close() {
    server.disposeNow();
  }

  private record Answer(int status, JsonNode body, RazorpayScript script) {

    static Answer ok(JsonNode body) {
      return new Answer(200, body, RazorpayScript.APPROVE);
    }

    static Answer refused(int status, String code, String step, String reason) {
      ObjectNode body = JSON.createObjectNode();
      body.putObject("error").put("code", code).put("step", step).put("reason", reason);
      return new Answer(status, body, RazorpayScript.APPROVE);
    }
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("{}")
        .map(body -> answer(request, JSON.readTree(body)))
        .flatMap(answer -> write(answer, response));
  }

  private static Mono<Void> write(Answer answer, HttpServerResponse response) {
    if (answer.script().isSilent()) {
      return Mono.delay(SILENCE).then();
    }
    if (answer.script().drops()) {
      return Mono.<Void>fromRunnable(
              () -> response.withConnection(connection -> connection.dispose()))
          .then(Mono.never());
    }
    byte[] bytes = JSON.writeValueAsBytes(answer.body());
    response.status(answer.status()).header("Content-Type", "application/json");
    return response.sendByteArray(Mono.just(bytes)).then();
  }

  private Answer answer(HttpServerRequest request, JsonNode body) {
    if (!authorization.equals(request.requestHeaders().get("Authorization"))) {
      return Answer.refused(401, "BAD_REQUEST_ERROR", "NA", "NA");
    }
    URI uri = URI.create(request.uri());
    String[] path = uri.getPath().substring(1).split("/");
    String line = request.method().name() + " " + (path.length > 1 ? path[1] : "");
    String last = path[path.length - 1];
    return switch (line) {
      case "POST orders" -> Answer.ok(order(body));
      case "GET orders" -> path.length == 2 ? orders(uri) : payments(path[2]);
      case "POST payments" -> path[2].equals("create") ? pay(body) : change(path[2], last, body);
      case "GET payments" -> last.equals("refunds") ? refunds(path[2]) : found(path[2]);
      case "GET refunds" -> found(path[2]);
      default -> Answer.refused(400, "BAD_REQUEST_ERROR", "NA", "NA");
    };
  }

  private ObjectNode order(JsonNode body) {
    ObjectNode order = book.add("order", "order");
    for (String field : List.of("amount", "currency", "receipt", "notes", "payment")) {
      order.set(field, body.path(field));
    }
    book.keep(order.put("status", "created"));
    return order;
  }

  private Answer orders(URI uri) {
    String query = uri.getQuery();
    return list(
        book.all(
            "order", it -> ("&" + query + "&").contains("receipt=" + it.path("receipt").asString("") + "&")));
  }

  private Answer payments(String order) {
    return list(book.all("payment", it -> it.path("order_id").asString("").equals(order)));
  }

  private Answer refunds(String payment) {
    return list(book.all("refund", it -> it.path("payment_id").asString("").equals(payment)));
  }

  private Answer found(String id) {
    ObjectNode thing = book.find(id);
    return thing == null
        ? Answer.refused(400, "BAD_REQUEST_ERROR", "payment_initiation", "input_validation_failed")
        : Answer.ok(thing);
  }

  private Answer pay(JsonNode body) {
    ObjectNode order = book.find(body.path("order_id").asString(""));
    if (order == null || !order.path("amount").equals(body.path("amount"))) {
      return Answer.refused(
          400, "BAD_REQUEST_ERROR", "payment_initiation", "input_validation_failed");
    }
    RazorpayScript script = RazorpayScript.of(body.path("bank").asString(""));
    boolean manual = order.path("payment").path("capture").asString("").equals("manual");
    boolean took = script.status().equals("captured");
    ObjectNode payment = book.add("pay", "payment");
    for (String field : List.of("amount", "currency", "order_id", "notes", "method")) {
      payment.set(field, body.path(field));
    }
    payment.put("status", took && manual ? "authorized" : script.status());
    payment.put("captured", took && !manual);
    if (script.status().equals("failed")) {
      payment.put("error_code", "BAD_REQUEST_ERROR").put("error_reason", "insufficient_funds");
    }
    book.keep(payment);
    tell(payment, script);
    ObjectNode made = JSON.createObjectNode();
    made.set("razorpay_payment_id", payment.path("id"));
    return switch (script) {
      case SIM_DECLINE ->
          Answer.refused(
              400, "BAD_REQUEST_ERROR", "payment_authorization", "insufficient_funds");
      case SIM_BANK_FAILS -> Answer.refused(502, "GATEWAY_ERROR", "payment_authorization", "NA");
      default -> new Answer(200, made, script);
    };
  }

  private Answer change(String id, String what, JsonNode body) {
    ObjectNode payment = book.find(id);
    String needed = what.equals("capture") ? "authorized" : "captured";
    if (payment == null || !payment.path("status").asString("").equals(needed)) {
      return Answer.refused(400, "BAD_REQUEST_ERROR", "NA", "NA");
    }
    if (what.equals("capture")) {
      ObjectNode captured = payment.deepCopy().put("status", "captured").put("captured", true);
      book.keep(captured);
      return Answer.ok(captured);
    }
    ObjectNode refund = book.add("rfnd", "refund").put("payment_id", id);
    for (String field : List.of("amount", "receipt", "notes")) {
      refund.set(field, body.path(field));
    }
    refund.set("currency", payment.path("currency"));
    book.keep(refund.put("status", "processed"));
    return Answer.ok(refund);
  }

  private static Answer list(List<ObjectNode> things) {
    ObjectNode list = JSON.createObjectNode().put("entity", "collection");
    var items = list.put("count", things.size()).putArray("items");
    things.forEach(items::add);
    return Answer.ok(list);
  }

  private void tell(ObjectNode payment, RazorpayScript script) {
    if (callbackUrl == null || script == RazorpayScript.SIM_CALLBACK_LOST) {
      return;
    }
    ObjectNode event = JSON.createObjectNode().put("entity", "event");
    event.put("event", "payment." + payment.path("status").asString(""));
    event.putObject("payload").putObject("payment").set("entity", payment);
    String body = event.toString();
    String secret = script == RazorpayScript.SIM_CALLBACK_FORGED ? "of-another" : webhookSecret;
    int times = script == RazorpayScript.SIM_CALLBACK_TWICE ? 2 : 1;
    var _ = post(callbackUrl, body, hmac(secret, body)).repeat(times - 1).subscribe();
  }

  private static Mono<Void> post(URI url, String body, String signature) {
    return HttpClient.create()
        .headers(headers -> headers.set("X-Razorpay-Signature", signature))
        .post()
        .uri(url)
        .send(ByteBufFlux.fromString(Mono.just(body)))
        .response()
        .onErrorComplete()
        .then();
  }

  private static String hmac(String secret, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
