package io.tollgate.load.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.load.rig.TestBed.Door;
import org.junit.jupiter.api.Test;

class NeedsTest {

  private final Needs plain = Needs.NOTHING;
  private final Needs behindTwo = plain.behindProxy(Door.BROKER, Door.REDIS);

  @Test
  void shareAWorldThatHasTheProxiesOfBoth() {
    var clients = plain.with(Trait.CLIENTS_PROXIED);

    assertThat(clients.agreesWith(behindTwo)).isTrue();
    assertThat(clients.and(behindTwo)).isEqualTo(behindTwo.with(Trait.CLIENTS_PROXIED));
    assertThat(clients.and(behindTwo)).isEqualTo(behindTwo.and(clients));
  }

  @Test
  void shareNoWorldWhereOneOfThemHasWhatChangesTheOther() {
    assertThat(plain.agreesWith(plain.with(Trait.QUICK_WATCH))).isFalse();
    assertThat(plain.agreesWith(plain.with(Trait.REPLICA))).isFalse();
    assertThat(plain.agreesWith(plain.gateways(2))).isFalse();
  }

  @Test
  void canGiveUpATrait() {
    assertThat(plain.with(Trait.QUICK_WATCH).without(Trait.QUICK_WATCH)).isEqualTo(plain);
  }
}
