package io.tollgate.load.drill;

import io.tollgate.load.rig.TestBed.Door;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a drill's world has to be like.
 *
 * @param gateways how many
 * @param proxied servers that the gateways reach through a proxy
 * @param clientsProxied whether clients reach the first gateway through a proxy
 * @param channelProxied whether the channel is reached through a proxy
 * @param quickWatch whether payments are asked after for 30 s instead of 95 s, so that what was
 *     never sent is known not to have arrived sooner
 */
record Needs(
    int gateways,
    Set<Door> proxied,
    boolean clientsProxied,
    boolean channelProxied,
    boolean quickWatch) {

  static final Needs NOTHING = new Needs(1, Set.of(), false, false, false);

  Needs gateways(int other) {
    return new Needs(other, proxied, clientsProxied, channelProxied, quickWatch);
  }

  Needs behindProxy(Door door, Door... more) {
    return new Needs(gateways, EnumSet.of(door, more), clientsProxied, channelProxied, quickWatch);
  }

  Needs withClientsProxied() {
    return new Needs(gateways, proxied, true, channelProxied, quickWatch);
  }

  Needs withChannelProxied() {
    return new Needs(gateways, proxied, clientsProxied, true, quickWatch);
  }

  Needs withQuickWatch() {
    return new Needs(gateways, proxied, clientsProxied, channelProxied, true);
  }
}
