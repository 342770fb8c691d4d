package io.tollgate.channels.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;

/**
 * Sends one request, and knows whether bytes of it may have left us.
 *
 * <p>The client asks for it once it holds a ready connection and before it writes the first byte,
 * headers included: up to here nothing was sent, from here on something may have been. {@link
 * #hold} and that moment exclude each other, so a timeout that fires while the connection comes up
 * either finds that bytes may be on their way or makes sure that none will be.
 */
final class Departure implements BiFunction<HttpClientRequest, NettyOutbound, Publisher<Void>> {

  private enum Stage {
    WAITING,
    LEFT,
    HELD
  }

  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private final HttpCall call;

  Departure(HttpCall call) {
    this.call = call;
  }

  /** Whether nothing was sent; if so, nothing will be either. */
  boolean hold() {
    return stage.compareAndSet(Stage.WAITING, Stage.HELD) || stage.get() == Stage.HELD;
  }

  @Override
  public Publisher<Void> apply(HttpClientRequest request, NettyOutbound connection) {
    if (stage.get() == Stage.HELD) {
      return givenUp();
    }
    // Where these cannot be built nothing has left yet.
    call.headers().accept(request.requestHeaders());
    if (!stage.compareAndSet(Stage.WAITING, Stage.LEFT)) {
      return givenUp();
    }
    if (call.body().length == 0) {
      return Mono.empty();
    }
    request.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(call.body().length));
    return connection.send(Mono.just(Unpooled.wrappedBuffer(call.body())));
  }

  private static Mono<Void> givenUp() {
    return Mono.error(new IllegalStateException("the call was given up before it was sent"));
  }
}
