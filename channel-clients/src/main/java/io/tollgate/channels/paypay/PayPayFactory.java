package io.tollgate.channels.paypay;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the PayPay channel. */
public final class PayPayFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new PayPayChannel(edges, Clock.systemUTC());
  }
}
