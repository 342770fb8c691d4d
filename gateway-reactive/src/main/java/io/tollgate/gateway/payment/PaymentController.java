package io.tollgate.gateway.payment;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.fault.InvalidRequest;
import io.tollgate.domain.payment.IdempotencyKeys.Answer;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Reference;
import io.tollgate.gateway.edge.BytesAnswer;
import io.tollgate.gateway.edge.DirectRoute;
import io.tollgate.gateway.edge.JsonBodies;
import io.tollgate.gateway.edge.SignedCall;
import io.tollgate.gateway.edge.SignedCalls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The merchants' door to payments. */
@Configuration(proxyBeanMethods = false)
class PaymentController {

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final TakePayment takePayment;
  private final ReadPayment readPayment;
  private final KeyedRequests keyedRequests;

  PaymentController(TakePayment takePayment, ReadPayment readPayment, KeyedRequests keyedRequests) {
    this.takePayment = takePayment;
    this.readPayment = readPayment;
    this.keyedRequests = keyedRequests;
  }

  @Bean
  RouterFunction<ServerResponse> paymentRoutes(SignedCalls signedCalls) {
    return RouterFunctions.route(POST("/v1/payments"), this::take)
        .andRoute(GET("/v1/payments"), this::findByReference)
        .andRoute(GET("/v1/payments/{id}"), this::read)
        .andRoute(GET("/v1/payments/{id}/events"), this::events)
        .filter(signedCalls);
  }

  /** What is asked most. */
  @Bean
  DirectRoute takingRoute(SignedCalls signedCalls) {
    return new DirectRoute(
        HttpMethod.POST, "/v1/payments", request -> signedCalls.filter(request, this::take));
  }

  private Mono<ServerResponse> take(ServerRequest request) {
    requireJson(request);
    var call = SignedCall.of(request);
    return keyedRequests.once(
        call,
        request,
        Mono.defer(() -> takePayment.take(PaymentRequests.payCommand(call, request)))
            .map(PaymentController::taken));
  }

  private Mono<ServerResponse> read(ServerRequest request) {
    return answered(request, id(request));
  }

  private Mono<ServerResponse> findByReference(ServerRequest request) {
    var reference = request.queryParam("reference").filter(Reference::isValid);
    if (reference.isEmpty()) {
      return Mono.error(
          new InvalidRequest(
              "", "required", "query parameter 'reference' (expected: your order's number)"));
    }
    var merchant = SignedCall.of(request).caller().merchant();
    return answered(request, PaymentId.of(merchant, new Reference(reference.get())));
  }

  private Mono<ServerResponse> answered(ServerRequest request, PaymentId id) {
    var merchant = SignedCall.of(request).caller().merchant();
    return keyedRequests
        .refuseUsedNonce(SignedCall.of(request).caller())
        .then(
            Mono.defer(() ->
                wantsRefresh(request)
                    ? readPayment.refresh(merchant, id)
                    : readPayment.read(merchant, id)))
        .flatMap(payment ->
            Mono.just(
                new BytesAnswer(
                    200,
                    MediaType.APPLICATION_JSON,
                    JsonBodies.write(PaymentView.of(payment)),
                    Map.of())));
  }

  /** Server-sent events: {@code event: status}, its version as id, the whole view as data. */
  private Mono<ServerResponse> events(ServerRequest request) {
    var caller = SignedCall.of(request).caller();
    var states = readPayment.follow(caller.merchant(), id(request)).share();
    return keyedRequests
        .refuseUsedNonce(caller)
        .then(Mono.defer(() -> readPayment.read(caller.merchant(), id(request))))
        .flatMap(_ ->
            ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                .body(
                    BodyInserters.fromServerSentEvents(
                        states.map(PaymentController::event).mergeWith(heartbeat(states)))));
  }

  private static Flux<ServerSentEvent<String>> heartbeat(Flux<Payment> states) {
    return Flux.interval(HEARTBEAT)
        .onBackpressureDrop()
        .map(_ -> ServerSentEvent.<String>builder().comment("waiting").build())
        .takeUntilOther(states.ignoreElements());
  }

  private static ServerSentEvent<String> event(Payment payment) {
    return ServerSentEvent.<String>builder()
        .id(Long.toString(payment.version()))
        .event("status")
        .data(new String(JsonBodies.write(PaymentView.of(payment)), StandardCharsets.UTF_8))
        .build();
  }

  private static KeyedRequests.Rendered taken(TakenPayment taken) {
    return new KeyedRequests.Rendered(
        new Answer(
            taken.replayed() ? 200 : 201,
            MediaType.APPLICATION_JSON_VALUE,
            new String(JsonBodies.write(PaymentView.of(taken.payment())), StandardCharsets.UTF_8)),
        taken.replayed());
  }

  private static PaymentId id(ServerRequest request) {
    return PaymentId.parse(request.pathVariable("id")).orElseThrow(ReadPayment::notFound);
  }

  private static boolean wantsRefresh(ServerRequest request) {
    return request.queryParam("refresh").filter("true"::equals).isPresent();
  }

  private static void requireJson(ServerRequest request) {
    var type = request.headers().contentType();
    if (type.isEmpty() || !MediaType.APPLICATION_JSON.isCompatibleWith(type.get())) {
      throw new GatewayFault(
          FaultCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type (expected: application/json)");
    }
  }
}
