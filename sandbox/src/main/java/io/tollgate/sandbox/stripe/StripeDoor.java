package io.tollgate.sandbox.stripe;

import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.sandbox.stripe.StripeReply.Delivery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Where requests come in: checks the key, finds the operation, and answers, late or never. */
final class StripeDoor {

  private final StripeSimulatorSettings settings;
  private final StripeRoutes routes;
  private final StripeControls controls;
  private final StripeSwitches switches;
  private final StripeJson json;
  private final IdempotencyKeys keys;
  private final byte[] bearer;
  private final LongAdder requests = new LongAdder();

  StripeDoor(
      StripeSimulatorSettings settings,
      StripeRoutes routes,
      StripeControls controls,
      StripeSwitches switches,
      StripeJson json) {
    this.settings = settings;
    this.routes = routes;
    this.controls = controls;
    this.switches = switches;
    this.json = json;
    this.keys = new IdempotencyKeys(settings.keptCharges());
    this.bearer = ("Bearer " + settings.secretKey()).getBytes(StandardCharsets.UTF_8);
  }

  /** One request, taken apart once. */
  private record Call(
      HttpMethod method,
      String path,
      String query,
      String body,
      @Nullable String idempotencyKey,
      @Nullable String authorization) {

    static Call of(HttpServerRequest request, String body) {
      String uri = request.uri();
      int question = uri.indexOf('?');
      return new Call(
          request.method(),
          question < 0 ? uri : uri.substring(0, question),
          question < 0 ? "" : uri.substring(question + 1),
          body,
          request.requestHeaders().get("Idempotency-Key"),
          request.requestHeaders().get("Authorization"));
    }

    boolean is(HttpMethod other) {
      return method.equals(other);
    }

    StripeForm form() {
      return StripeForm.parse(is(HttpMethod.POST) ? body : query);
    }
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    if (request.uri().startsWith("/_sim/")) {
      return controls.handle(request, response);
    }
    requests.increment();
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .map(body -> Call.of(request, body))
        .flatMap(call -> answer(call, response));
  }

  private Mono<Void> answer(Call call, HttpServerResponse response) {
    Duration delay = switches.delay();
    return execute(call)
        .flatMap(outcome ->
            delay.isZero()
                ? outcome.send(response, this)
                : Mono.delay(delay).then(Mono.defer(() -> outcome.send(response, this))));
  }

  /** What goes out, once it is known. */
  private record Outcome(Delivery delivery, boolean replayed, @Nullable String idempotencyKey) {

    Mono<Void> send(HttpServerResponse response, StripeDoor door) {
      StripeReply reply = delivery.reply();
      return switch (delivery.way()) {
        case ANSWER -> door.write(response, this, Objects.requireNonNull(reply));
        case SILENCE -> Mono.delay(door.settings.silence()).then(drop(response));
        case DROP -> drop(response);
      };
    }

    private static Mono<Void> drop(HttpServerResponse response) {
      // Never completes, or an empty 200 would be written; the closed channel ends it.
      return Mono.<Void>fromRunnable(() -> response.withConnection(Outcome::close))
          .then(Mono.never());
    }

    private static void close(Connection connection) {
      var _ = connection.channel().close();
    }
  }

  private Mono<Void> write(HttpServerResponse response, Outcome outcome, StripeReply reply) {
    byte[] body = reply.body(json).getBytes(StandardCharsets.UTF_8);
    response
        .status(reply.status())
        .header("Content-Type", "application/json")
        .header("Request-Id", StripeIds.random("req_"))
        .header("Stripe-Version", StripeJson.API_VERSION)
        .header("Content-Length", String.valueOf(body.length));
    if (outcome.idempotencyKey != null) {
      response.header("Idempotency-Key", outcome.idempotencyKey);
    }
    if (outcome.replayed) {
      response.header("Idempotent-Replayed", "true");
    }
    return response.sendByteArray(Mono.just(body)).then();
  }

  /** Executes the request; the caller hanging up does not stop it, as with the real one. */
  private Mono<Outcome> execute(Call call) {
    try {
      authenticate(call.authorization);
      return call.is(HttpMethod.POST)
          ? change(call)
          : Mono.just(outcome(call, routes.read(call.method, call.path, call.form())));
    } catch (StripeRefusal refusal) {
      return Mono.just(refused(call, refusal));
    }
  }

  private static Outcome outcome(Call call, StripeReply reply) {
    return new Outcome(Delivery.answer(reply), false, call.idempotencyKey);
  }

  private Outcome refused(Call call, StripeRefusal refusal) {
    return outcome(call, new StripeReply.OfText(refusal.status, json.refusal(refusal)));
  }

  private void authenticate(@Nullable String authorization) {
    if (authorization == null) {
      throw StripeRefusal.unauthorized(
          "You did not provide an API key. You need to provide your API key in the Authorization"
              + " header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
    }
    byte[] sent = authorization.getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(sent, bearer) && !MessageDigest.isEqual(sent, basic())) {
      throw StripeRefusal.unauthorized("Invalid API Key provided: " + hidden(authorization));
    }
  }

  private byte[] basic() {
    byte[] user = (settings.secretKey() + ":").getBytes(StandardCharsets.UTF_8);
    return ("Basic " + Base64.getEncoder().encodeToString(user)).getBytes(StandardCharsets.UTF_8);
  }

  private static String hidden(String authorization) {
    String key = authorization.substring(authorization.indexOf(' ') + 1);
    return key.length() < 12
        ? "****"
        : key.substring(0, 8) + "****" + key.substring(key.length() - 4);
  }

  private Mono<Outcome> change(Call call) {
    StripeForm form = call.form();
    String key = call.idempotencyKey;
    if (key != null) {
      if (key.isEmpty() || key.length() > 255) {
        throw StripeRefusal.invalid(null, null, "Idempotency keys have 1 to 255 characters.");
      }
      StripeReply saved = keys.begin(key, call.path, call.body);
      if (saved != null) {
        return Mono.just(new Outcome(Delivery.answer(saved), true, key));
      }
    }
    if (isSlow(call, form)) {
      // Shared and started here, so that it goes on without the one who asked.
      Mono<Outcome> detached = Mono.delay(settings.slowAnswer()).map(_ -> run(call, form)).cache();
      detached.subscribe();
      return detached;
    }
    return Mono.just(run(call, form));
  }

  private static boolean isSlow(Call call, StripeForm form) {
    String method = form.text("payment_method");
    Script script = method == null ? null : Script.of(method);
    boolean executes = call.path.endsWith("/confirm") || "true".equals(form.text("confirm"));
    return script != null && executes && script.answering() == Script.Answering.SLOW;
  }

  private Outcome run(Call call, StripeForm form) {
    try {
      String key = call.idempotencyKey;
      Delivery delivery =
          key == null
              ? routes.change(call.path, form)
              : keys.run(key, call.path, call.body, () -> routes.change(call.path, form));
      return new Outcome(delivery, false, key);
    } catch (StripeRefusal refusal) {
      return refused(call, refusal);
    }
  }

  long requestCount() {
    return requests.sum();
  }
}
