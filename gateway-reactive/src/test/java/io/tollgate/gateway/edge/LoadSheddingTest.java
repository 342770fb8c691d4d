package io.tollgate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

class LoadSheddingTest {

  private static final long LATE = TimeUnit.MILLISECONDS.toNanos(300);
  private static final int REQUESTS = 1_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LoopResources loops = LoopResources.create("lagging", 1, true);
  private final LoopLag lag = new LoopLag(loops, meters);
  private final LoadShedding shedding = new LoadShedding(lag, meters);

  @AfterEach
  void stop() {
    lag.stop();
    loops.dispose();
  }

  @Test
  void refusesNearlyAllNewWorkAfterASecondOrTwoOfLagAndLetsItInAgainBitByBit() {
    times(20, LATE);
    int atTheHeight = taken(MockServerHttpRequest.post("/v1/payments").build());
    times(20, 0);
    int later = taken(MockServerHttpRequest.post("/v1/payments").build());
    times(20, 0);

    assertThat(atTheHeight).isBetween(10, 150);
    assertThat(later).isBetween(400, 700);
    assertThat(taken(MockServerHttpRequest.post("/v1/payments").build())).isEqualTo(REQUESTS);
    assertThat(meters.counter("tollgate.overload.refused").count())
        .isEqualTo(2.0 * REQUESTS - atTheHeight - later);
  }

  @Test
  void refusesNothingForOnePause() {
    times(2, 10 * LATE);

    assertThat(taken(MockServerHttpRequest.post("/v1/payments").build())).isEqualTo(REQUESTS);
  }

  @Test
  void refusesNeitherReadingNorCallbacks() {
    times(20, LATE);

    assertThat(taken(MockServerHttpRequest.get("/v1/payments/pay_1").build())).isEqualTo(REQUESTS);
    assertThat(taken(MockServerHttpRequest.post("/callbacks/stripe/demo").build()))
        .isEqualTo(REQUESTS);
  }

  @Test
  void noticesALoopThatIsHeldUp() {
    lag.start();
    var busy = new AtomicBoolean(true);
    work(loops.onServer(true).next(), busy);

    await().atMost(Duration.ofSeconds(30)).until(() -> lag.excess() > 0.5);
    busy.set(false);
    await().atMost(Duration.ofSeconds(30)).until(() -> lag.excess() == 0);
  }

  /** More than half a second's worth, again and again. */
  private static void work(EventExecutor loop, AtomicBoolean busy) {
    Runnable hold =
        () -> {
          long now = System.nanoTime();
          long end = now + 2 * LATE;
          while (busy.get() && now < end) {
            now = System.nanoTime();
          }
          if (busy.get()) {
            work(loop, busy);
          }
        };
    loop.schedule(hold, 1, TimeUnit.MILLISECONDS);
  }

  private void times(int count, long late) {
    IntStream.range(0, count).forEach(_ -> lag.learn(late));
  }

  private int taken(MockServerHttpRequest request) {
    var taken = new AtomicInteger();
    for (int i = 0; i < REQUESTS; i++) {
      shedding
          .filter(
              MockServerWebExchange.from(request), _ -> Mono.fromRunnable(taken::incrementAndGet))
          .onErrorResume(
              error -> error instanceof GatewayFault fault && fault.code() == FaultCode.OVERLOADED,
              _ -> Mono.empty())
          .block();
    }
    return taken.get();
  }
}
