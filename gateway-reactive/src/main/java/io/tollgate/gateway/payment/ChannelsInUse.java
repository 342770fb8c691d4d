package io.tollgate.gateway.payment;

import io.tollgate.channels.ChannelDirectory;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.settings.Settings;
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

  /** Whether the account can take the order, and its channel is up. */
  boolean canTake(Order order, AccountId account, Settings settings) {
    var channel = directory.find(account.channel());
    var configured = settings.account(account);
    return channel.isPresent()
        && configured.isPresent()
        && channel.get().capabilities().canTake(order)
        && channel.get().isAvailable(configured.get());
  }
}
