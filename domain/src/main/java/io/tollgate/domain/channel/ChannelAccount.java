package io.tollgate.domain.channel;

import io.tollgate.domain.merchant.Secret;
import java.net.URI;
import java.util.Map;

/**
 * One account of ours at one channel, with what it takes to use it.
 *
 * @param baseUrl where the channel's API is
 * @param secrets keys and secrets, by the channel's own names for them
 * @param options the channel's own settings: facts about it that nobody confirmed are options
 */
public record ChannelAccount(
    AccountId id,
    URI baseUrl,
    Map<String, Secret> secrets,
    Map<String, String> options,
    ChannelLimits limits) {

  public ChannelAccount {
    secrets = Map.copyOf(secrets);
    options = Map.copyOf(options);
  }

  /**
   * The secret of that name; throws {@link IllegalArgumentException} where the account lacks it.
   */
  public Secret secret(String name) {
    var secret = secrets.get(name);
    if (secret == null) {
      throw new IllegalArgumentException("secret '" + name + "' of " + id + " is missing");
    }
    return secret;
  }
}
