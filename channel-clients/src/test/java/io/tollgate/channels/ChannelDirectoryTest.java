package io.tollgate.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.channel.Captures;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.ListsStatements;
import io.tollgate.domain.channel.RefundsPayments;
import io.tollgate.domain.channel.Signs;
import io.tollgate.domain.channel.Voids;
import io.tollgate.domain.money.Money;
import io.tollgate.sandbox.channel.SimulatedChannelFactory;
import java.util.Currency;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelDirectoryTest {

  private static final ChannelDirectory DIRECTORY = ChannelDirectory.of(new SimpleMeterRegistry());

  @AfterAll
  static void close() {
    DIRECTORY.close();
  }

  static Stream<Channel> channels() {
    return DIRECTORY.channels().stream();
  }

  @Test
  void picksAChannelByItsName() {
    assertThat(DIRECTORY.find("stripe")).get().extracting(Channel::name).isEqualTo("stripe");
    assertThat(DIRECTORY.find("nobody")).isEmpty();
  }

  @Test
  void hasASimulatorOfEveryChannel() {
    assertThat(channels().map(Channel::name))
        .containsExactlyInAnyOrderElementsOf(
            SimulatedChannelFactory.all().stream().map(SimulatedChannelFactory::channel).toList());
  }

  /** The router reads the data, and who calls the operation the type. */
  @ParameterizedTest
  @MethodSource("channels")
  void saysInItsDataWhatItsTypeCanDo(Channel channel) {
    assertThat(says(channel, ChannelOperation.CAPTURE)).isEqualTo(channel instanceof Captures);
    assertThat(says(channel, ChannelOperation.VOID)).isEqualTo(channel instanceof Voids);
    assertThat(says(channel, ChannelOperation.REFUND))
        .isEqualTo(channel instanceof RefundsPayments);
    assertThat(says(channel, ChannelOperation.AGREEMENT)).isEqualTo(channel instanceof Signs);
    assertThat(says(channel, ChannelOperation.STATEMENT))
        .isEqualTo(channel instanceof ListsStatements);
    assertThat(
            !says(channel, ChannelOperation.PART_CAPTURE)
                || says(channel, ChannelOperation.CAPTURE))
        .isTrue();
    assertThat(
            !says(channel, ChannelOperation.PART_REFUND) || says(channel, ChannelOperation.REFUND))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("channels")
  void canTakeSomething(Channel channel) {
    var can = channel.capabilities();

    assertThat(can.products()).isNotEmpty();
    assertThat(can.methods()).isNotEmpty();
    assertThat(can.captures()).isNotEmpty();
    assertThat(Currency.getAvailableCurrencies())
        .map(Currency::getCurrencyCode)
        .filteredOn(code -> Money.currency(code).isPresent())
        .anyMatch(code -> can.amounts().test(Money.of(100_000, code)));
  }

  private static boolean says(Channel channel, ChannelOperation operation) {
    return channel.capabilities().operations().contains(operation);
  }
}
