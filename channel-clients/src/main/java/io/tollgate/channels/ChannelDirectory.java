package io.tollgate.channels;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.function.UnaryOperator;
import reactor.netty.http.client.HttpClient;

/** All channels that there are, by name: the only public door of this module. */
public final class ChannelDirectory implements AutoCloseable {

  private final ChannelEdges edges;
  private final Map<String, Channel> channels;

  private ChannelDirectory(ChannelEdges edges) {
    this.edges = edges;
    this.channels =
        ServiceLoader.load(ChannelFactory.class, ChannelDirectory.class.getClassLoader()).stream()
            .map(Provider::get)
            .map(factory -> factory.create(edges))
            .collect(toUnmodifiableMap(Channel::name, identity()));
  }

  /** The channels, with plain clients. Blocks while it reads the trust store. */
  public static ChannelDirectory of(MeterRegistry meters) {
    return of(meters, UnaryOperator.identity());
  }

  /**
   * The channels, with clients that something is added to, say the event loops to use. Pools,
   * timeouts and retries stay ours.
   */
  public static ChannelDirectory of(MeterRegistry meters, UnaryOperator<HttpClient> customizer) {
    return new ChannelDirectory(new ChannelEdges(meters, customizer));
  }

  /** The channel of that name, as {@code AccountId.channel()} has it. */
  public Optional<Channel> find(String name) {
    return Optional.ofNullable(channels.get(name));
  }

  public Collection<Channel> channels() {
    return channels.values();
  }

  /** Closes every connection to every channel. */
  @Override
  public void close() {
    edges.close();
  }
}
