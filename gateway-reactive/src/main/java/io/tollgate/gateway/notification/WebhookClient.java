package io.tollgate.gateway.notification;

import io.netty.buffer.Unpooled;
import io.tollgate.domain.notification.WebhookEndpoint;
import io.tollgate.gateway.notification.DeliveryOutcome.Delivered;
import io.tollgate.gateway.notification.DeliveryOutcome.Failed;
import io.tollgate.gateway.notification.DeliveryOutcome.Gone;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Sends one webhook to one endpoint: at most 15 s, no redirects, at most 64 KiB of the answer read,
 * and, outside the sandbox, https to public addresses only.
 */
@Component
final class WebhookClient implements DisposableBean {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final long READ_AT_MOST = 64 * 1024;

  private final ConnectionProvider connections =
      ConnectionProvider.builder("webhooks")
          .maxConnections(64)
          .pendingAcquireMaxCount(1_000)
          .pendingAcquireTimeout(TIMEOUT)
          .maxIdleTime(Duration.ofSeconds(30))
          .build();
  private final HttpClient client;
  private final boolean privateAddresses;
  private final Clock clock;

  WebhookClient(WebhookProperties properties, LoopResources eventLoops, Clock clock) {
    this.privateAddresses = properties.privateAddresses();
    this.clock = clock;
    this.client =
        HttpClient.create(connections)
            .runOn(eventLoops)
            .followRedirect(false)
            .compress(false)
            .headers(headers -> headers.set("User-Agent", "Tollgate-Webhooks/1"))
            .doOnChannelInit((_, channel, _) -> {
              if (!privateAddresses) {
                channel.pipeline().addFirst(AddressGuard.INSTANCE);
              }
            });
  }

  /** Never fails; what went wrong is the outcome. */
  Mono<DeliveryOutcome> send(Notice notice, WebhookEndpoint endpoint) {
    if (!privateAddresses && !"https".equals(endpoint.url().getScheme())) {
      return Mono.just(new Failed("only https addresses are called", Duration.ZERO));
    }
    return post(notice, endpoint.url(), endpoint)
        .timeout(TIMEOUT, Mono.just(new Failed("no answer within 15 s", Duration.ZERO)))
        .onErrorResume(
            error -> Mono.just(new Failed(error.getClass().getSimpleName(), Duration.ZERO)));
  }

  private Mono<DeliveryOutcome> post(Notice notice, URI url, WebhookEndpoint endpoint) {
    long timestamp = clock.instant().getEpochSecond();
    var body = Unpooled.wrappedBuffer(notice.payload().getBytes(StandardCharsets.UTF_8));
    return client
        .headers(headers ->
            headers
                .set("Content-Type", "application/json")
                .set("webhook-id", notice.id())
                .set("webhook-timestamp", timestamp)
                .set(
                    "webhook-signature",
                    WebhookSigner.signature(
                        endpoint.secrets(), notice.id(), timestamp, notice.payload())))
        .post()
        .uri(url)
        .send(Mono.just(body))
        .response((response, answer) -> drained(answer).thenReturn(outcome(response)))
        .next();
  }

  /** Reads the answer to its end, or to the limit, after which the connection is dropped. */
  private static Mono<Void> drained(ByteBufFlux answer) {
    var read = new AtomicLong();
    return answer
        .map(buffer -> read.addAndGet(buffer.readableBytes()))
        .takeUntil(total -> total > READ_AT_MOST)
        .then();
  }

  private static DeliveryOutcome outcome(HttpClientResponse response) {
    int status = response.status().code();
    if (status >= 200 && status < 300) {
      return new Delivered(status);
    }
    if (status == 410) {
      return new Gone();
    }
    return new Failed(
        "answered " + status, retryAfter(response.responseHeaders().get("Retry-After")));
  }

  /**
   * {@code Retry-After} in seconds (RFC 9110, section 10.2.3), a day at most; dates are ignored.
   */
  private static Duration retryAfter(@org.jspecify.annotations.Nullable String header) {
    return header != null && header.matches("[0-9]{1,5}")
        ? Duration.ofSeconds(Math.min(Long.parseLong(header), 86_400))
        : Duration.ZERO;
  }

  @Override
  public void destroy() {
    connections.dispose();
  }
}
