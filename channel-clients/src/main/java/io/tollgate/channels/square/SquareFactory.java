package io.tollgate.channels.square;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Square channel. */
public final class SquareFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new SquareChannel(edges, Clock.systemUTC());
  }
}
