package io.tollgate.channels.unionpay;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the UnionPay channel. */
public final class UnionPayFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new UnionPayChannel(edges, Clock.systemUTC());
  }
}
