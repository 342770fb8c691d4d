package io.tollgate.channels.btcpay;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the BTCPay Server channel. */
public final class BtcPayFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new BtcPayChannel(edges, Clock.systemUTC());
  }
}
