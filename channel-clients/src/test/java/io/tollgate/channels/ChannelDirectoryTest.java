package io.tollgate.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.channel.CallsBack;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.channel.Closes;
import org.junit.jupiter.api.Test;

class ChannelDirectoryTest {

  @Test
  void picksAChannelByItsName() {
    try (var directory = ChannelDirectory.of(new SimpleMeterRegistry())) {
      assertThat(directory.channels())
          .extracting(Channel::name)
          .containsExactlyInAnyOrder("stripe", "unionpay");
      assertThat(directory.find("stripe"))
          .get()
          .isInstanceOf(Closes.class)
          .isInstanceOf(CallsBack.class);
      assertThat(directory.find("nobody")).isEmpty();
    }
  }
}
