package io.tollgate.sandbox.paypal;

import io.tollgate.sandbox.paypal.PayPalScript.Fault;
import io.tollgate.sandbox.paypal.PayPalScript.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Where requests come in: checks the token, finds the step, and answers, late or never. */
final class PayPalDoor {

  private static final String QUESTION =
      """
      <!doctype html><h1>PayPal (simulated)</h1>
      <p><a href="?outcome=approve">Approve</a> <a href="?outcome=cancel">Go back</a></p>
      """;

  private static final byte[] NOTHING = {};

  private final PayPalSimulatorSettings settings;
  private final PayPalApi api;
  private final PayPalEvents events;
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> misbehaved = ConcurrentHashMap.newKeySet();
  private final LongAdder requests = new LongAdder();

  PayPalDoor(PayPalSimulatorSettings settings, PayPalApi api, PayPalEvents events) {
    this.settings = settings;
    this.api = api;
    this.events = events;
  }

  /**
   * One request, taken apart once.
   *
   * @param words of the path
   */
  record Call(
      String method,
      List<String> words,
      String query,
      JsonNode body,
      @Nullable String key,
      String authorization) {

    static Call of(HttpServerRequest request, String body) {
      String uri = request.uri();
      int question = uri.indexOf('?');
      String path = question < 0 ? uri : uri.substring(0, question);
      List<String> words = new ArrayList<>(List.of(path.substring(1).split("/")));
      String authorization = request.requestHeaders().get("Authorization");
      return new Call(
          request.method().name(),
          words,
          question < 0 ? "" : uri.substring(question + 1),
          tree(body),
          request.requestHeaders().get("PayPal-Request-Id"),
          authorization == null ? "" : authorization);
    }

    /** Whether it is that method and path; {@code *} stands for any word. */
    boolean is(String other, String pattern) {
      String[] wanted = pattern.substring(1).split("/");
      if (!method.equals(other) || wanted.length != words.size()) {
        return false;
      }
      for (int i = 0; i < wanted.length; i++) {
        if (!wanted[i].equals("*") && !wanted[i].equals(words.get(i))) {
          return false;
        }
      }
      return true;
    }

    private static JsonNode tree(String body) {
      try {
        return body.isEmpty() ? MissingNode.getInstance() : JsonMapper.shared().readTree(body);
      } catch (JacksonException none) {
        return MissingNode.getInstance();
      }
    }
  }

  /** What goes out. */
  record Reply(int status, String contentType, byte[] body) {

    static Reply json(int status, JsonNode body) {
      return new Reply(status, "application/json", JsonMapper.shared().writeValueAsBytes(body));
    }

    static Reply empty(int status) {
      return new Reply(status, "application/json", NOTHING);
    }
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    requests.increment();
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .map(body -> Call.of(request, body))
        .flatMap(call -> answer(call, response));
  }

  long requestCount() {
    return requests.sum();
  }

  /** Every token that was given out is refused from now on. */
  void forgetTokens() {
    tokens.clear();
  }

  private Mono<Void> answer(Call call, HttpServerResponse response) {
    return switch (faultOf(call)) {
      case NONE -> write(response, execute(call));
      case SLOW -> slowly(call).flatMap(reply -> write(response, reply));
      case SILENT -> {
        execute(call);
        yield Mono.delay(settings.silence()).then(drop(response));
      }
      case DROP_AFTER -> {
        execute(call);
        yield drop(response);
      }
      case DROP_BEFORE -> drop(response);
      case FAIL_AFTER -> {
        execute(call);
        yield write(response, broken());
      }
      case FAIL_BEFORE -> write(response, broken());
    };
  }

  /** Goes on without the one who asked. */
  private Mono<Reply> slowly(Call call) {
    Mono<Reply> detached = Mono.delay(settings.slowAnswer()).map(_ -> execute(call)).cache();
    detached.subscribe();
    return detached;
  }

  /** A step goes wrong once; who tries again under the same key is answered. */
  private Fault faultOf(Call call) {
    Step step = api.step(call);
    if (step == null || !isAuthorized(call)) {
      return Fault.NONE;
    }
    PayPalScript script = api.script(call, step);
    boolean isMeant = script.step() == step && script.fault() != Fault.NONE;
    return isMeant && misbehaved.add(step + " " + call.key()) ? script.fault() : Fault.NONE;
  }

  private Reply execute(Call call) {
    try {
      if (call.is("POST", "/v1/oauth2/token")) {
        return token(call);
      }
      if (call.is("GET", PayPalEvents.CERTIFICATES + "*")) {
        return certificate(call.words().getLast());
      }
      if (call.words().getFirst().equals("_sim")) {
        return page(call);
      }
      return isAuthorized(call) ? api.execute(call) : refused("invalid_token");
    } catch (PayPalRefusal refusal) {
      return Reply.json(refusal.status(), refusal.body());
    }
  }

  private boolean isAuthorized(Call call) {
    return call.authorization().startsWith("Bearer ")
        && tokens.contains(call.authorization().substring("Bearer ".length()));
  }

  private Reply token(Call call) {
    String expected =
        PayPalSimulatorSettings.CLIENT_ID + ":" + PayPalSimulatorSettings.CLIENT_SECRET;
    String basic = Base64.getEncoder().encodeToString(expected.getBytes(StandardCharsets.UTF_8));
    if (!call.authorization().equals("Basic " + basic)) {
      return refused("invalid_client");
    }
    String token = "A21AA" + Long.toString(System.nanoTime(), 36);
    tokens.add(token);
    return Reply.json(
        200,
        JsonMapper.shared()
            .createObjectNode()
            .put("access_token", token)
            .put("token_type", "Bearer")
            .put("expires_in", 32400));
  }

  private static Reply refused(String error) {
    return Reply.json(
        401,
        JsonMapper.shared()
            .createObjectNode()
            .put("error", error)
            .put("error_description", "In words."));
  }

  private Reply certificate(String name) {
    String pem = events.pem(name);
    return pem.isEmpty()
        ? Reply.empty(404)
        : new Reply(200, "application/x-pem-file", pem.getBytes(StandardCharsets.US_ASCII));
  }

  private Reply page(Call call) {
    if (call.query().isEmpty()) {
      return new Reply(200, "text/html; charset=utf-8", QUESTION.getBytes(StandardCharsets.UTF_8));
    }
    boolean approves = call.query().equals("outcome=approve");
    boolean hasActed =
        call.is("GET", "/_sim/checkout/*")
            ? api.actOnOrder(call.words().getLast(), approves)
            : call.is("GET", "/_sim/agree/*")
                && api.actOnAgreement(call.words().getLast(), approves);
    return Reply.empty(hasActed ? 204 : 409);
  }

  private static Reply broken() {
    return Reply.json(
        500,
        JsonMapper.shared()
            .createObjectNode()
            .put("name", "INTERNAL_SERVER_ERROR")
            .put("message", "An internal server error has occurred."));
  }

  private static Mono<Void> write(HttpServerResponse response, Reply reply) {
    response
        .status(reply.status())
        .header("Content-Type", reply.contentType())
        .header("Paypal-Debug-Id", "sim");
    if (reply.status() == 204) {
      return response.send().then();
    }
    response.header("Content-Length", String.valueOf(reply.body().length));
    return response.sendByteArray(Mono.just(reply.body())).then();
  }

  private static Mono<Void> drop(HttpServerResponse response) {
    // Never completes, or an empty 200 would be written; the closed channel ends it.
    return Mono.<Void>fromRunnable(() ->
            response.withConnection(connection -> {
              var _ = connection.channel().close();
            }))
        .then(Mono.never());
  }
}
