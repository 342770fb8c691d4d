package io.tollgate.gateway.edge;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.merchant.SigningKey;
import io.tollgate.domain.settings.Settings;
import io.tollgate.gateway.edge.signature.RequestSignatures;
import io.tollgate.gateway.edge.signature.SignedRequest;
import io.tollgate.gateway.edge.signature.Verification;
import io.tollgate.gateway.settings.LiveSettings;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Lets a request through to its handler only with a right signature of a merchant that may call,
 * and only so many a second. The handler finds who called, and the bytes that were signed, in
 * {@link SignedCall}.
 */
@Component
public final class SignedCalls implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  private final LiveSettings settings;
  private final RequestSignatures signatures;
  private final MerchantRates rates;
  private final Clock clock;

  SignedCalls(
      LiveSettings settings, RequestSignatures signatures, MerchantRates rates, Clock clock) {
    this.settings = settings;
    this.signatures = signatures;
    this.rates = rates;
    this.clock = clock;
  }

  @Override
  public Mono<ServerResponse> filter(
      ServerRequest request, HandlerFunction<ServerResponse> handler) {
    return RawRequests.read(request)
        .flatMap(signed -> {
          new SignedCall(verified(signed, settings.current()), signed.body()).attachTo(request);
          return handler.handle(request);
        });
  }

  private Caller verified(SignedRequest request, Settings picture) {
    return switch (signatures.verify(request, picture::key, clock.instant())) {
      case Verification.Valid(var key, var nonce) -> admitted(key, nonce, picture);
      case Verification.Missing(var detail) -> throw fault(FaultCode.SIGNATURE_MISSING, detail);
      case Verification.Invalid(var detail) -> throw fault(FaultCode.SIGNATURE_INVALID, detail);
      case Verification.Expired(var detail) -> throw fault(FaultCode.SIGNATURE_EXPIRED, detail);
    };
  }

  private Caller admitted(
      SigningKey key, @org.jspecify.annotations.Nullable String nonce, Settings picture) {
    var merchant =
        picture
            .merchant(key.merchant())
            .filter(known -> known.enabled())
            .orElseThrow(() -> fault(FaultCode.SIGNATURE_INVALID, "the merchant is switched off"));
    rates.admit(merchant);
    return new Caller(merchant.id(), key.id(), nonce);
  }

  private static GatewayFault fault(FaultCode code, String detail) {
    return new GatewayFault(code, detail);
  }
}
