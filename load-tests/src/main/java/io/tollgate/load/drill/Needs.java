package io.tollgate.load.drill;

import io.tollgate.load.rig.TestBed.Door;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a drill's world has to be like.
 *
 * @param gateways how many
 * @param proxied servers that the gateways reach through a proxy
 * @param traits what else is not as usual
 */
record Needs(int gateways, Set<Door> proxied, Set<Trait> traits) {

  static final Needs NOTHING = new Needs(1, Set.of(), Set.of());

  /** What may be unusual about a world. */
  enum Trait {
    /** Clients reach the first gateway through a proxy. */
    CLIENTS_PROXIED,
    /** The channel is reached through a proxy. */
    CHANNEL_PROXIED,
    /**
     * Payments are asked after for 30 s instead of 95 s, so that what was never sent is known not
     * to have arrived sooner.
     */
    QUICK_WATCH,
    /** Redis has a replica, to which gateways can be led instead. */
    REPLICA,
    /** What Redis takes is in the database, too, before it is acknowledged. */
    SECOND_COPY,
    /** Each gateway has a line of its own to each proxied server. */
    LINES_APART,
    /** Redis has a clock of its own. */
    REDIS_CLOCK
  }

  /** Traits that cost nothing where they are not needed, as proxies do. */
  private static final Set<Trait> HARMLESS =
      EnumSet.of(Trait.CLIENTS_PROXIED, Trait.CHANNEL_PROXIED);

  Needs gateways(int other) {
    return new Needs(other, proxied, traits);
  }

  Needs behindProxy(Door door, Door... more) {
    return new Needs(gateways, EnumSet.of(door, more), traits);
  }

  Needs with(Trait trait) {
    var more = EnumSet.of(trait);
    more.addAll(traits);
    return new Needs(gateways, proxied, more);
  }

  Needs without(Trait trait) {
    return new Needs(
        gateways,
        proxied,
        traits.stream().filter(other -> other != trait).collect(Collectors.toUnmodifiableSet()));
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** Whether one world can suit both. */
  boolean agreesWith(Needs other) {
    return gateways == other.gateways && grave().equals(other.grave());
  }

  private Set<Trait> grave() {
    return traits.stream()
        .filter(trait -> !HARMLESS.contains(trait))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A world that suits both. */
  Needs and(Needs other) {
    return new Needs(gateways, both(proxied, other.proxied), both(traits, other.traits));
  }

  private static <T> Set<T> both(Set<T> some, Set<T> others) {
    return Stream.of(some, others).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
  }
}
