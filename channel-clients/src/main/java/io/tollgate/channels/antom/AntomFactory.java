package io.tollgate.channels.antom;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Antom channel. */
public final class AntomFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new AntomChannel(edges, Clock.systemUTC());
  }
}
