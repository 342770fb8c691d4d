package io.tollgate.channels.alipay;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Alipay channel. */
public final class AlipayFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new AlipayChannel(edges, Clock.systemUTC());
  }
}
