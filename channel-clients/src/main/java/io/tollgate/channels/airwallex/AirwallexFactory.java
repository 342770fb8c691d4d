package io.tollgate.channels.airwallex;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Airwallex channel. */
public final class AirwallexFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new AirwallexChannel(edges, Clock.systemUTC());
  }
}
