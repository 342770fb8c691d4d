package io.tollgate.sandbox.paystack;

import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.sandbox.paystack.PaystackReply.Way;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Where requests come in: checks the key, finds who does it, and answers, late or never. */
final class PaystackDoor {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final PaystackSimulatorSettings settings;
  private final PaystackPayments payments;
  private final PaystackRefunds refunds;
  private final PaystackMandates mandates;
  private final PaystackSettlements settlements;
  private final byte[] bearer;

  PaystackDoor(
      PaystackSimulatorSettings settings,
      PaystackPayments payments,
      PaystackRefunds refunds,
      PaystackMandates mandates,
      PaystackSettlements settlements) {
    this.settings = settings;
    this.payments = payments;
    this.refunds = refunds;
    this.mandates = mandates;
    this.settlements = settlements;
    this.bearer = ("Bearer " + settings.secretKey()).getBytes(StandardCharsets.UTF_8);
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    String uri = request.uri();
    String path = uri.split("\\?", 2)[0];
    if (path.startsWith("/_sim/")) {
      return write(acted(path, PaystackQuery.of(uri)), response);
    }
    String key = request.requestHeaders().get("Authorization", "");
    if (!MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), bearer)) {
      return write(PaystackReply.refusal(401, "invalid_Key", "Invalid key"), response);
    }
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .map(body ->
            request.method().equals(HttpMethod.POST)
                ? changed(path, body)
                : read(path, PaystackQuery.of(uri)))
        .flatMap(reply -> sent(reply, response));
  }

  private PaystackReply changed(String path, String text) {
    JsonNode body = json(text);
    return switch (path) {
      case "/transaction/initialize" -> payments.initialize(body);
      case "/transaction/charge_authorization" -> payments.chargeAuthorization(body);
      case "/charge" -> payments.charge(body);
      case "/charge/submit_otp" -> payments.submitOtp(body);
      case "/refund" -> refunds.create(body);
      case "/customer/authorization/initialize" -> mandates.initialize(body);
      case "/customer/authorization/deactivate" -> mandates.deactivate(body);
      default -> nowhere();
    };
  }

  private PaystackReply read(String path, PaystackQuery query) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return switch (path.substring(0, path.length() - last.length())) {
      case "/transaction/verify/" -> payments.verify(last);
      case "/charge/" -> payments.pending(last);
      case "/refund/" -> refunds.fetch(last);
      case "/customer/authorization/verify/" -> mandates.verify(last);
      default ->
          switch (path) {
            case "/refund" -> refunds.list(query);
            case "/settlement" -> settlements.list(query);
            case "/transaction" -> settlements.transactions(query);
            case "/transaction/export" -> settlements.export(query);
            case "/directdebit/mandate-authorizations" -> mandates.list(query.text("status"));
            default -> nowhere();
          };
    };
  }

  /** What Paystack has not: where payers act, and where the files are. */
  private PaystackReply acted(String path, PaystackQuery query) {
    String[] words = path.split("/");
    String what = words.length == 4 ? words[2] : "";
    boolean isDone =
        switch (what) {
          case "page" -> payments.act(words[3], query.text("outcome")).isPresent();
          case "consent" -> mandates.act(words[3], query.text("outcome"));
          default -> false;
        };
    return what.equals("files")
        ? settlements.file(words[3])
        : PaystackReply.text(isDone ? 200 : 409, "text/plain", isDone ? "done" : "not done");
  }

  private Mono<Void> sent(PaystackReply reply, HttpServerResponse response) {
    return switch (reply.way()) {
      case AT_ONCE -> write(reply, response);
      case LATE ->
          Mono.delay(settings.later())
              .then(Mono.defer(() -> write(reply.by(Way.AT_ONCE), response)));
      case NEVER -> Mono.delay(settings.silence()).then(hungUp(response));
      case HANG_UP -> hungUp(response);
    };
  }

  private static Mono<Void> write(PaystackReply reply, HttpServerResponse response) {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    return response
        .status(reply.status())
        .header("Content-Type", reply.contentType())
        .header("Content-Length", String.valueOf(body.length))
        .sendByteArray(Mono.just(body))
        .then();
  }

  private static Mono<Void> hungUp(HttpServerResponse response) {
    // Never completes, or an empty 200 would be written; the closed connection ends it.
    return Mono.<Void>fromRunnable(() -> response.withConnection(PaystackDoor::close))
        .then(Mono.never());
  }

  private static void close(Connection connection) {
    var _ = connection.channel().close();
  }

  private static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException unreadable) {
      return MissingNode.getInstance();
    }
  }

  private static PaystackReply nowhere() {
    return PaystackReply.notFound("unknown_route", "Entity not found");
  }
}
