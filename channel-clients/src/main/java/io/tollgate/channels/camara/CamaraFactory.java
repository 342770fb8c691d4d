package io.tollgate.channels.camara;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the CAMARA channel. */
public final class CamaraFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new CamaraChannel(edges, Clock.systemUTC());
  }
}
