package io.tollgate.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

@Timeout(60)
class PoolOfEachLoopTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final LoopResources loops = LoopResources.create("test-io", 2, true);

  @AfterEach
  void endLoops() {
    loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)).block(SOON);
  }

  @Test
  void keepsACallOnTheLoopThatItBeganOn() throws IOException {
    try (var server = new WireServer(WireServer.answering(200, "{}"))) {
      var transport = new Transport(account(server), tls(), this::onLoops);

      for (int call = 0; call < 3; call++) {
        for (var loop : loops.onServer(true)) {
          assertThat(staysOn(loop, transport, get(server))).isTrue();
        }
      }
    }
  }

  private static Boolean staysOn(Executor loop, Transport transport, HttpCall call) {
    return Mono.fromCallable(() -> Thread.currentThread())
        .flatMap(began ->
            transport
                .exchange(call, new Departure(call))
                .map(_ -> Thread.currentThread().equals(began)))
        .subscribeOn(Schedulers.fromExecutor(loop))
        .block(SOON);
  }

  private static SslContext tls() throws SSLException {
    return SslContextBuilder.forClient().build();
  }

  private HttpClient onLoops(HttpClient http) {
    return http.runOn(loops);
  }

  private static HttpCall get(WireServer server) {
    return HttpCall.get(server.url(), _ -> {});
  }

  private static ChannelAccount account(WireServer server) {
    return new ChannelAccount(
        new AccountId("test", "loops"),
        server.url(),
        Map.of(),
        Map.of(),
        new ChannelLimits(10, Duration.ofMillis(500), Duration.ofSeconds(5), 10));
  }
}
