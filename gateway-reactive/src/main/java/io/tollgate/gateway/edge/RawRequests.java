package io.tollgate.gateway.edge;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.gateway.edge.signature.SignedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Reads requests as they came, byte by byte, up to a limit. */
public final class RawRequests {

  /** The largest body that is read, in bytes. */
  public static final int MAX_BODY = 64 * 1024;

  private static final byte[] EMPTY = new byte[0];

  private RawRequests() {}

  static Mono<SignedRequest> read(ServerRequest request) {
    return body(request).map(body -> signedRequest(request, body));
  }

  /** The raw body; fails with {@code PAYLOAD_TOO_LARGE} beyond {@link #MAX_BODY}. */
  public static Mono<byte[]> body(ServerRequest request) {
    if (request.exchange().getRequest().getHeaders().getContentLength() > MAX_BODY) {
      return Mono.error(tooLarge());
    }
    return DataBufferUtils.join(request.exchange().getRequest().getBody(), MAX_BODY)
        .map(RawRequests::bytes)
        .onErrorMap(DataBufferLimitException.class, _ -> tooLarge())
        .defaultIfEmpty(EMPTY);
  }

  /** The headers by lower-case name. */
  public static Map<String, List<String>> headers(HttpHeaders headers) {
    var byName = new TreeMap<String, List<String>>();
    headers.forEach((name, values) -> byName.put(name.toLowerCase(Locale.ROOT), values));
    return byName;
  }

  private static SignedRequest signedRequest(ServerRequest request, byte[] body) {
    var raw = request.exchange().getRequest();
    var uri = raw.getURI();
    return new SignedRequest(
        request.method().name(),
        authority(raw.getHeaders(), uri.getRawAuthority()),
        uri.getRawPath(),
        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
        signedHeaders(raw.getHeaders()),
        body);
  }

  private static Map<String, List<String>> signedHeaders(HttpHeaders headers) {
    var signed = new HashMap<String, List<String>>(8);
    for (var name : SignedRequest.HEADERS) {
      var values = headers.get(name);
      if (values != null) {
        signed.put(name, values);
      }
    }
    return signed;
  }

  private static String authority(
      HttpHeaders headers, @org.jspecify.annotations.Nullable String fromAddress) {
    var host = headers.getFirst(HttpHeaders.HOST);
    return host != null ? host : fromAddress == null ? "" : fromAddress;
  }

  private static byte[] bytes(DataBuffer buffer) {
    var bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private static GatewayFault tooLarge() {
    return new GatewayFault(
        FaultCode.PAYLOAD_TOO_LARGE, "the body is too large (expected: at most 64 KiB)");
  }
}
