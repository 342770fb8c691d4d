package io.tollgate.gateway.edge;

import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import io.tollgate.gateway.edge.signature.RequestSignatures;
import io.tollgate.gateway.edge.signature.SignatureReport;
import io.tollgate.gateway.edge.signature.Verification;
import io.tollgate.gateway.settings.LiveSettings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Tells a developer what string the gateway signed and where theirs differs: sign a {@code POST} to
 * this address like any other, and send your own signature base, base64, as {@code Signature-Base}.
 * In the sandbox only.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("tollgate.sandbox")
class SignatureCheckController {

  private static final String THEIR_BASE = "Signature-Base";

  private final RequestSignatures signatures;
  private final LiveSettings settings;
  private final Clock clock;

  SignatureCheckController(RequestSignatures signatures, LiveSettings settings, Clock clock) {
    this.signatures = signatures;
    this.settings = settings;
    this.clock = clock;
  }

  @Bean
  RouterFunction<ServerResponse> signatureCheckRoutes() {
    return RouterFunctions.route(POST("/v1/signature/check"), this::check);
  }

  private Mono<ServerResponse> check(ServerRequest request) {
    return RawRequests.read(request)
        .map(signed ->
            signatures.report(signed, settings.current()::key, clock.instant(), theirBase(request)))
        .flatMap(report ->
            ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JsonBodies.write(view(report))));
  }

  private static Map<String, Object> view(SignatureReport report) {
    var view = new LinkedHashMap<String, Object>();
    view.put("valid", report.verification() instanceof Verification.Valid);
    view.put("detail", detail(report.verification()));
    view.put("signature_base", report.base());
    if (report.contentDigest() != null) {
      view.put("content_digest", report.contentDigest());
    }
    var difference = report.difference();
    if (difference != null) {
      var shown = new LinkedHashMap<String, Object>();
      shown.put("line", difference.line());
      shown.put("column", difference.column());
      shown.put("ours", difference.ours());
      shown.put("yours", difference.theirs());
      view.put("difference", shown);
    }
    return view;
  }

  private static String detail(Verification verification) {
    return switch (verification) {
      case Verification.Valid _ -> "the signature is right";
      case Verification.Missing(var why) -> why;
      case Verification.Invalid(var why) -> why;
      case Verification.Expired(var why) -> why;
    };
  }

  private static @org.jspecify.annotations.Nullable String theirBase(ServerRequest request) {
    return request.headers().header(THEIR_BASE).stream()
        .findFirst()
        .map(SignatureCheckController::decoded)
        .orElse(null);
  }

  private static String decoded(String base64) {
    try {
      return new String(
          java.util.Base64.getDecoder().decode(base64), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new io.tollgate.domain.fault.InvalidRequest(
          "", "invalid", THEIR_BASE + " (expected: base64 of your signature base)");
    }
  }
}
