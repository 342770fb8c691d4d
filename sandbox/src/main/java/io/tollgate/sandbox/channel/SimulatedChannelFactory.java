package io.tollgate.sandbox.channel;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** Starts one kind of simulated channel. Found by {@link ServiceLoader}. */
public interface SimulatedChannelFactory {

  /** The channel's name, as its adapter has it. */
  String channel();

  /**
   * Starts one and waits until it listens.
   *
   * @param port where it listens on 127.0.0.1; 0 for any free port
   * @param callbacks where the gateway takes the account's callbacks
   */
  SimulatedChannel start(int port, URI callbacks);

  /** All kinds, by name. */
  static List<SimulatedChannelFactory> all() {
    return ServiceLoader.load(SimulatedChannelFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(SimulatedChannelFactory::channel))
        .toList();
  }
}
