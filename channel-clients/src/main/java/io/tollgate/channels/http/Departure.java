package io.tollgate.channels.http;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import reactor.core.publisher.Mono;

/**
 * Knows whether bytes of one request may have left us.
 *
 * <p>The client asks for the body once it holds a ready connection and before it writes the first
 * byte, headers included: up to here nothing was sent, from here on something may have been. {@link
 * #hold} and that moment exclude each other, so a timeout that fires while the connection comes up
 * either finds that bytes may be on their way or makes sure that none will be.
 */
final class Departure implements BodyInserter<byte[], ClientHttpRequest> {

  private enum Stage {
    WAITING,
    LEFT,
    HELD
  }

  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private final byte[] body;

  Departure(byte[] body) {
    this.body = body;
  }

  /** Whether nothing was sent; if so, nothing will be either. */
  boolean hold() {
    return stage.compareAndSet(Stage.WAITING, Stage.HELD) || stage.get() == Stage.HELD;
  }

  @Override
  public Mono<Void> insert(ClientHttpRequest request, Context context) {
    if (!stage.compareAndSet(Stage.WAITING, Stage.LEFT)) {
      return Mono.error(new IllegalStateException("the call was given up before it was sent"));
    }
    if (body.length == 0) {
      return request.setComplete();
    }
    request.getHeaders().setContentLength(body.length);
    return request.writeWith(Mono.just(request.bufferFactory().wrap(body)));
  }
}
