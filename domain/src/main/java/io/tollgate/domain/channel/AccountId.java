package io.tollgate.domain.channel;

import java.util.regex.Pattern;

/**
 * Names one account of ours at one channel: {@code stripe/eu-1}. Both parts appear in the address
 * that the channel calls back.
 *
 * @param channel the channel's name, as its package is called
 * @param account our name of the account
 */
public record AccountId(String channel, String account) {

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

  public AccountId {
    if (!SHAPE.matcher(channel).matches() || !SHAPE.matcher(account).matches()) {
      throw new IllegalArgumentException(
          "account: '" + channel + "/" + account + "' (expected: two of " + SHAPE + ")");
    }
  }

  /** The id that {@link #toString()} wrote. */
  public static AccountId parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("account: '" + text + "' (expected: channel/account)");
    }
    return new AccountId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return channel + "/" + account;
  }
}
