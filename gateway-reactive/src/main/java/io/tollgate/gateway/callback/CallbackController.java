package io.tollgate.gateway.callback;

import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.CallsBack;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.gateway.edge.RawRequests;
import io.tollgate.gateway.payment.ChannelsInUse;
import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.Role;
import io.tollgate.gateway.settings.LiveSettings;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The channels' door. A callback is verified over its raw bytes, its result is stored, and only
 * then is it answered, in the channel's own words. What is not proved to be the channel's changes
 * nothing.
 */
@Configuration(proxyBeanMethods = false)
@OpensFor(Role.CALLBACK)
class CallbackController {

  private static final Logger LOG = LoggerFactory.getLogger(CallbackController.class);

  private final LiveSettings settings;
  private final ChannelsInUse channels;
  private final TakeCallback takeCallback;
  private final CallbackDoor callbackDoor;
  private final MeterRegistry meters;
  private final Clock clock;

  CallbackController(
      LiveSettings settings,
      ChannelsInUse channels,
      TakeCallback takeCallback,
      CallbackDoor callbackDoor,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.channels = channels;
    this.takeCallback = takeCallback;
    this.callbackDoor = callbackDoor;
    this.meters = meters;
    this.clock = clock;
  }

  @Bean
  RouterFunction<ServerResponse> callbackRoutes() {
    return RouterFunctions.route(POST("/callbacks/{channel}/{account}"), this::receive);
  }

  private Mono<ServerResponse> receive(ServerRequest request) {
    var account = account(request);
    if (!(channels.of(account.id()) instanceof CallsBack channel)) {
      return Mono.error(notFound());
    }
    return RawRequests.body(request)
        .map(body -> channel.read(raw(request, body), account))
        .doOnNext(reading -> count(account.id(), reading))
        .flatMap(reading -> taken(account.id(), reading))
        .then(Mono.defer(() -> acknowledged(channel.acknowledgement())));
  }

  private Mono<Void> taken(AccountId account, CallbackReading reading) {
    return switch (reading) {
      case Verified verified ->
          takeCallback.take(account, verified).then(callbackDoor.heard(account));
      case Hint(var requestId) -> takeCallback.hint(account, requestId);
      // Nothing sends operations or agreements yet, so none of them can be ours.
      case VerifiedOperation(var operation, _, _) -> notOurs(account, operation);
      case VerifiedAgreement(var agreement, _) -> notOurs(account, agreement);
      case Irrelevant(var what) -> {
        LOG.debug("callback of {} is of no interest: {}", account, what);
        yield Mono.empty();
      }
      case Refused(var why) -> {
        LOG.warn("callback to {} refused: {}", account, why);
        yield Mono.error(
            new GatewayFault(FaultCode.SIGNATURE_INVALID, "this callback could not be verified"));
      }
    };
  }

  private static Mono<Void> notOurs(AccountId account, OperationId operation) {
    LOG.warn("callback of {} is about {}, which is not ours", account, operation);
    return Mono.empty();
  }

  private ChannelAccount account(ServerRequest request) {
    try {
      var id = new AccountId(request.pathVariable("channel"), request.pathVariable("account"));
      return settings.current().account(id).orElseThrow(CallbackController::notFound);
    } catch (IllegalArgumentException notAnId) {
      throw notFound();
    }
  }

  private RawCallback raw(ServerRequest request, byte[] body) {
    var raw = request.exchange().getRequest();
    var query = raw.getURI().getRawQuery();
    return new RawCallback(
        request.method().name(),
        raw.getURI().getRawPath(),
        query == null ? "" : query,
        RawRequests.headers(raw.getHeaders()),
        body,
        clock.instant());
  }

  private void count(AccountId account, CallbackReading reading) {
    meters
        .counter(
            "tollgate.callbacks",
            "channel",
            account.channel(),
            "account",
            account.account(),
            "reading",
            reading.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
        .increment();
  }

  private static Mono<ServerResponse> acknowledged(Acknowledgement acknowledgement) {
    return ServerResponse.status(acknowledgement.status())
        .contentType(MediaType.parseMediaType(acknowledgement.contentType()))
        .bodyValue(acknowledgement.body());
  }

  private static GatewayFault notFound() {
    return new GatewayFault(FaultCode.NOT_FOUND, "no such channel account");
  }
}
