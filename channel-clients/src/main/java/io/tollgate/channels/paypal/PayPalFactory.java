package io.tollgate.channels.paypal;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the PayPal channel. Reads the trust store, as {@link ChannelEdges} does. */
public final class PayPalFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new PayPalChannel(edges, Clock.systemUTC());
  }
}
