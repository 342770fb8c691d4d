package io.tollgate.channels.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.tollgate.domain.channel.ChannelAccount;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/** The connections of one channel account. */
final class Transport {

  /** Shorter than servers commonly keep idle connections, so that they seldom close ours first. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(20);

  private static final byte[] NOTHING = {};

  private final ConnectionProvider pools;
  private final HttpClient client;

  Transport(ChannelAccount account, SslContext tls, UnaryOperator<HttpClient> customizer) {
    this.pools = new PoolOfEachLoop(() -> pool(account));
    this.client = customizer.apply(http(account, tls, pools));
  }

  Mono<Exchange> exchange(HttpCall call, Departure departure) {
    return client
        .request(call.method())
        .uri(call.uri())
        .send(departure)
        .response((response, content) -> whole(response, content, call.answerLimitBytes()))
        .singleOrEmpty();
  }

  boolean isDisposed() {
    return pools.isDisposed();
  }

  Mono<Void> dispose() {
    return pools.disposeLater();
  }

  private static Mono<Exchange> whole(
      HttpClientResponse response, ByteBufFlux content, int limitBytes) {
    return content
        .collect(() -> new Body(limitBytes), Body::add)
        .map(body ->
            new Exchange.Answered(
                response.status().code(), response.responseHeaders(), body.bytes()));
  }

  /** What was read so far; answers mostly come in one piece. */
  private static final class Body {

    private final int limitBytes;
    private byte[] bytes = NOTHING;
    private int length;

    Body(int limitBytes) {
      this.limitBytes = limitBytes;
    }

    void add(ByteBuf piece) {
      int before = length;
      length += piece.readableBytes();
      if (length > limitBytes) {
        throw new CallFailure.AnswerTooLarge();
      }
      if (length > bytes.length) {
        bytes = Arrays.copyOf(bytes, before == 0 ? length : Math.max(length, 2 * before));
      }
      piece.readBytes(bytes, before, length - before);
    }

    byte[] bytes() {
      return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
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
