package io.tollgate.channels.wechat;

import io.tollgate.domain.channel.ChannelRequestId;
import java.util.Optional;

/**
 * An attempt's {@code out_trade_no}: 6 to 32 letters, digits and {@code _ - | *} (facts, section 6,
 * "Idempotency"; pay.weixin.qq.com, "Native order").
 *
 * <p>The attempt's id fits in up to the ninth attempt. From the tenth on it would have 33
 * characters, and its dash is left out: {@code pay_…-9}, {@code pay_…10}.
 */
final class WechatOrderNumber {

  private static final int LIMIT = 32;

  private WechatOrderNumber() {}

  static String of(ChannelRequestId attempt) {
    var text = attempt.toString();
    return text.length() <= LIMIT ? text : attempt.payment().value() + attempt.attempt();
  }

  /** The attempt that a number was made of; empty where the number is not one of ours. */
  static Optional<ChannelRequestId> parse(String number) {
    return ChannelRequestId.parse(number)
        .or(() -> withoutDash(number))
        .filter(attempt -> of(attempt).equals(number));
  }

  private static Optional<ChannelRequestId> withoutDash(String number) {
    int digits = number.length() - 2;
    return digits < 1
        ? Optional.empty()
        : ChannelRequestId.parse(number.substring(0, digits) + "-" + number.substring(digits));
  }
}
