package io.tollgate.channels.http;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.tollgate.domain.channel.ChannelAccount;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.springframework.core.codec.ByteArrayDecoder;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ClientCodecConfigurer;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The connections of one channel account. */
final class Transport {

  private static final int ANSWER_LIMIT_BYTES = 1 << 20;

  /** Shorter than servers commonly keep idle connections, so that they seldom close ours first. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(20);

  private static final byte[] NOTHING = {};

  private final ConnectionProvider pool;
  private final WebClient client;

  Transport(ChannelAccount account, SslContext tls, UnaryOperator<WebClient.Builder> customizer) {
    this.pool = pool(account);
    this.client =
        customizer
            .apply(WebClient.builder())
            .clientConnector(new ReactorClientHttpConnector(http(account, tls, pool)))
            .codecs(Transport::bytesOnly)
            .build();
  }

  Mono<Exchange> exchange(HttpCall call, Departure departure) {
    return client
        .method(call.method())
        .uri(call.uri())
        .headers(call.headers())
        .body(departure)
        .exchangeToMono(Transport::whole);
  }

  boolean isDisposed() {
    return pool.isDisposed();
  }

  Mono<Void> dispose() {
    return pool.disposeLater();
  }

  private static Mono<Exchange> whole(ClientResponse response) {
    return response
        .bodyToMono(byte[].class)
        .defaultIfEmpty(NOTHING)
        .map(body -> new Exchange.Answered(response.statusCode().value(), body));
  }

  /** The usual codecs take long to set up and are of no use: bodies are bytes here. */
  private static void bytesOnly(ClientCodecConfigurer codecs) {
    var bytes = new ByteArrayDecoder();
    bytes.setMaxInMemorySize(ANSWER_LIMIT_BYTES);
    codecs.registerDefaults(false);
    codecs.customCodecs().register(bytes);
  }

  private static ConnectionProvider pool(ChannelAccount account) {
    var limits = account.limits();
    return ConnectionProvider.builder("channel-" + account.id())
        .maxConnections(limits.maxInFlight())
        .pendingAcquireMaxCount(limits.maxInFlight())
        .pendingAcquireTimeout(limits.connectTimeout())
        .maxIdleTime(IDLE_LIMIT)
        .evictInBackground(IDLE_LIMIT)
        .lifo()
        .build();
  }

  /** Retries of the client's own are off: {@link Edge} shows the only one there is. */
  private static HttpClient http(ChannelAccount account, SslContext tls, ConnectionProvider pool) {
    var connectTimeout = account.limits().connectTimeout();
    var http =
        HttpClient.create(pool)
            .disableRetry(true)
            .followRedirect(false)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()));
    return "https".equals(account.baseUrl().getScheme())
        ? http.secure(spec -> spec.sslContext(tls).handshakeTimeout(connectTimeout))
        : http;
  }
}
