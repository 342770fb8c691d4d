package io.tollgate.channels.razorpay;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Razorpay channel. */
public final class RazorpayFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new RazorpayChannel(edges, Clock.systemUTC());
  }
}
