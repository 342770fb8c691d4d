package io.tollgate.gateway.payment;

import io.tollgate.channels.ChannelDirectory;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.channel.ChannelCapabilities;
import io.tollgate.domain.channel.OrderField;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.settings.Settings;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The channels, as the rooms look them up. */
@Component
public final class ChannelsInUse {

  private final ChannelDirectory directory;

  ChannelsInUse(ChannelDirectory directory) {
    this.directory = directory;
  }

  /** The channel of an account; throws {@link IllegalArgumentException} where none is known. */
  public Channel of(AccountId account) {
    return directory
        .find(account.channel())
        .orElseThrow(() -> new IllegalArgumentException("unknown channel: " + account.channel()));
  }

  /** Whether the account can take the order as it is, and its channel is up. */
  boolean canTake(Order order, AccountId account, Settings settings) {
    return ready(account, settings).filter(can -> can.canTake(order)).isPresent();
  }

  /** What the account's channel needs to be told, if that is all it lacks to take the order. */
  Set<OrderField> lackedBy(Order order, AccountId account, Settings settings) {
    return ready(account, settings)
        .filter(can -> can.serves(order))
        .map(can -> can.lackedBy(order))
        .orElse(Set.of());
  }

  private Optional<ChannelCapabilities> ready(AccountId account, Settings settings) {
    return directory
        .find(account.channel())
        .filter(channel -> settings.account(account).filter(channel::isAvailable).isPresent())
        .map(Channel::capabilities);
  }
}
