package io.tollgate.channels.http;

import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;

/**
 * A pool of connections for each event loop, so that a call is made by the loop that the payment is
 * on; and one for all other threads. How many connections there are altogether is bounded by the
 * account's permits.
 */
final class PoolOfEachLoop implements ConnectionProvider {

  private final Supplier<ConnectionProvider> opening;
  private final Map<Thread, ConnectionProvider> ofLoops = new ConcurrentHashMap<>();
  private final ConnectionProvider ofOthers;

  PoolOfEachLoop(Supplier<ConnectionProvider> opening) {
    this.opening = opening;
    this.ofOthers = opening.get();
  }

  @Override
  public Mono<? extends Connection> acquire(
      TransportConfig config,
      ConnectionObserver observer,
      @Nullable Supplier<? extends SocketAddress> remote,
      @Nullable AddressResolverGroup<?> resolver) {
    return ofThisThread().acquire(config, observer, remote, resolver);
  }

  private ConnectionProvider ofThisThread() {
    var thread = Thread.currentThread();
    return thread instanceof FastThreadLocalThread
        ? ofLoops.computeIfAbsent(thread, _ -> opening.get())
        : ofOthers;
  }

  @Override
  public int maxConnections() {
    return ofOthers.maxConnections();
  }

  @Override
  public boolean isDisposed() {
    return ofOthers.isDisposed();
  }

  @Override
  public Mono<Void> disposeLater() {
    return Flux.fromIterable(ofLoops.values())
        .flatMap(ConnectionProvider::disposeLater)
        .then(ofOthers.disposeLater());
  }
}
