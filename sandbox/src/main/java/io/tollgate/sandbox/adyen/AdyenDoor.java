package io.tollgate.sandbox.adyen;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.tollgate.sandbox.adyen.AdyenReply.Delivery;
import io.tollgate.sandbox.adyen.AdyenReply.Way;
import io.tollgate.sandbox.adyen.AdyenScript.Answering;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Where requests come in: checks the key, finds the operation, and answers, late or never. */
final class AdyenDoor {

  private static final String API = "/v71";
  private static final String REPORT = "/reports/";

  private final AdyenSimulatorSettings settings;
  private final AdyenDesk desk;
  private final AdyenModifications modifications;
  private final AdyenLinks links;
  private final AdyenReportFile report;
  private final AdyenKeys keys = new AdyenKeys();
  private final LongAdder requests = new LongAdder();

  AdyenDoor(AdyenSimulatorSettings settings, AdyenDesk desk, String pages) {
    this.settings = settings;
    this.desk = desk;
    this.modifications = new AdyenModifications(desk);
    this.links = new AdyenLinks(desk, pages);
    this.report = new AdyenReportFile(desk, settings.merchantAccount());
  }

  /** One request, taken apart once. */
  private record Call(
      HttpMethod method, String path, QueryStringDecoder query, String body, @Nullable String key) {

    static Call of(HttpServerRequest request, String body) {
      QueryStringDecoder query = new QueryStringDecoder(request.uri());
      return new Call(
          request.method(),
          query.path(),
          query,
          body,
          request.requestHeaders().get("Idempotency-Key"));
    }

    String parameter(String name) {
      return query.parameters().getOrDefault(name, List.of("")).getFirst();
    }
  }

  long requestCount() {
    return requests.sum();
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    requests.increment();
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .map(body -> Call.of(request, body))
        .flatMap(call ->
            call.path.startsWith("/_sim/")
                ? act(call, response)
                : answer(call, request.requestHeaders().get("X-API-Key"), response));
  }

  private Mono<Void> answer(Call call, @Nullable String apiKey, HttpServerResponse response) {
    return Mono.defer(() -> executed(call, apiKey))
        .onErrorResume(AdyenRefusal.class, refusal -> Mono.just(plain(refusal.reply())))
        .flatMap(delivery ->
            switch (delivery.way()) {
              case ANSWER -> write(response, delivery.reply());
              case SILENCE -> Mono.delay(settings.silence()).then(drop(response));
              case DROP -> drop(response);
            });
  }

  private Mono<Delivery> executed(Call call, @Nullable String apiKey) {
    if (!settings.apiKey().equals(apiKey)) {
      throw AdyenRefusal.unauthorized();
    }
    if (call.method.equals(HttpMethod.POST)) {
      return posted(call);
    }
    return Mono.just(plain(read(call)));
  }

  /** The caller hanging up does not stop it, as with the real one. */
  private Mono<Delivery> posted(Call call) {
    AdyenRequest request = AdyenRequest.parse(call.body);
    if (!call.path.equals(API + "/payments/details")
        && !request.text("merchantAccount").equals(settings.merchantAccount())) {
      throw AdyenRefusal.forbidden();
    }
    String key = call.key == null ? "none-" + requests.sum() : call.key;
    AdyenReply stored = keys.begin(key);
    if (stored != null) {
      return Mono.just(plain(stored));
    }
    boolean isPayment = call.path.equals(API + "/payments");
    AdyenScript script = isPayment ? scripted(key, request) : AdyenScript.PLAIN;
    Answering answering = script.answering();
    boolean isTurnedAway = answering == Answering.DROP_BEFORE || answering == Answering.FAIL_BEFORE;
    if (isTurnedAway && keys.turnsAway(key)) {
      return answering == Answering.DROP_BEFORE
          ? Mono.just(new Delivery(AdyenRefusal.broken().reply(), Way.DROP))
          : Mono.error(AdyenRefusal.broken());
    }
    if (answering == Answering.SLOW) {
      Mono<Delivery> detached =
          Mono.delay(settings.slowAnswer()).map(_ -> run(call, key, request, script)).cache();
      detached.subscribe(_ -> {}, _ -> {});
      return detached;
    }
    Delivery delivery = run(call, key, request, script);
    return answering == Answering.FAIL_AFTER
        ? Mono.error(AdyenRefusal.broken())
        : Mono.just(delivery);
  }

  private AdyenScript scripted(String key, AdyenRequest request) {
    try {
      return desk.script(request);
    } catch (AdyenRefusal refusal) {
      keys.end(key);
      throw refusal;
    }
  }

  private Delivery run(Call call, String key, AdyenRequest request, AdyenScript script) {
    return keys.run(key, () -> operation(call, request, script));
  }

  private Delivery operation(Call call, AdyenRequest request, AdyenScript script) {
    String[] words = words(call);
    return switch (words.length) {
      case 1 ->
          switch (words[0]) {
            case "payments" -> desk.pay(request, script);
            case "paymentLinks" -> plain(links.create(request));
            case "cancels" -> plain(modifications.cancelByReference(request));
            default -> throw AdyenRefusal.notFound();
          };
      case 2 -> {
        if (!call.path.equals(API + "/payments/details")) {
          throw AdyenRefusal.notFound();
        }
        yield plain(desk.details(request));
      }
      case 3 ->
          switch (words[2]) {
            case "captures" -> plain(modifications.capture(words[1], request));
            case "cancels" -> plain(modifications.cancel(words[1], request));
            case "refunds" -> plain(modifications.refund(words[1], request));
            default -> throw AdyenRefusal.notFound();
          };
      default -> throw AdyenRefusal.notFound();
    };
  }

  private AdyenReply read(Call call) {
    if (call.path.startsWith(REPORT) && call.method.equals(HttpMethod.GET)) {
      return new AdyenReply(200, report.text());
    }
    String[] words = words(call);
    if (words[0].equals("paymentLinks") && words.length == 2) {
      return call.method.equals(HttpMethod.PATCH)
          ? links.expire(words[1], AdyenRequest.parse(call.body))
          : links.find(words[1]);
    }
    if (words[0].equals("storedPaymentMethods")) {
      if (!call.parameter("merchantAccount").equals(settings.merchantAccount())) {
        throw AdyenRefusal.forbidden();
      }
      String shopper = call.parameter("shopperReference");
      synchronized (desk) {
        return words.length == 2 && call.method.equals(HttpMethod.DELETE)
            ? desk.vault().forget(shopper, words[1])
            : desk.vault().list(shopper, settings.merchantAccount());
      }
    }
    throw AdyenRefusal.notFound();
  }

  /** The words of the path behind the version. */
  private static String[] words(Call call) {
    if (!call.path.startsWith(API + "/")) {
      throw AdyenRefusal.notFound();
    }
    return call.path.substring(API.length() + 1).split("/");
  }

  /** {@code /_sim/pay/<psp>} and {@code /_sim/link/<id>}, with {@code ?outcome=succeed|fail}. */
  private Mono<Void> act(Call call, HttpServerResponse response) {
    String[] words = call.path.split("/");
    boolean succeeds = call.parameter("outcome").equals("succeed");
    try {
      if (words.length == 4 && words[2].equals("pay")) {
        return response.status(303).header("Location", desk.act(words[3], succeeds)).send().then();
      }
      if (words.length == 4 && words[2].equals("link")) {
        links.act(words[3], succeeds);
        return write(response, new AdyenReply(200, "{}"));
      }
      return write(response, AdyenRefusal.notFound().reply());
    } catch (AdyenRefusal refusal) {
      return write(response, refusal.reply());
    }
  }

  private static Delivery plain(AdyenReply reply) {
    return new Delivery(reply, Way.ANSWER);
  }

  private static Mono<Void> write(HttpServerResponse response, AdyenReply reply) {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    response
        .status(reply.status())
        .header("Content-Type", "application/json;charset=UTF-8")
        .header("Content-Length", String.valueOf(body.length));
    if (reply.isTransient()) {
      response.header("transient-error", "true");
    }
    return body.length == 0
        ? response.send().then()
        : response.sendByteArray(Mono.just(body)).then();
  }

  /** Never completes, or an empty 200 would be written; the closed channel ends it. */
  private static Mono<Void> drop(HttpServerResponse response) {
    return Mono.<Void>fromRunnable(() -> response.withConnection(AdyenDoor::close))
        .then(Mono.never());
  }

  private static void close(Connection connection) {
    var _ = connection.channel().close();
  }
}
