package io.tollgate.channels.mercadopago;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the Mercado Pago channel. */
public final class MercadoPagoFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new MercadoPagoChannel(edges, Clock.systemUTC());
  }
}
