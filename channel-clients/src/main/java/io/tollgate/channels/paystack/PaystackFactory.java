package io.tollgate.channels.paystack;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Paystack channel. */
public final class PaystackFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new PaystackChannel(edges, Clock.systemUTC());
  }
}
