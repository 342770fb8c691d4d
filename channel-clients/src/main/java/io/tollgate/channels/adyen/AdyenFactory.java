package io.tollgate.channels.adyen;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Adyen channel. */
public final class AdyenFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new AdyenChannel(edges, Clock.systemUTC());
  }
}
