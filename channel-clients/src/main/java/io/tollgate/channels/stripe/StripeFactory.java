package io.tollgate.channels.stripe;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Stripe channel. */
public final class StripeFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new StripeChannel(edges, Clock.systemUTC());
  }
}
