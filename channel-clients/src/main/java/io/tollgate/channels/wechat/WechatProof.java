package io.tollgate.channels.wechat;

import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.Exchange.Unknown;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether an answer is WeChat Pay's (facts, section 6, "Response verification"). A success has to
 * be signed. An error that is signed has to be signed rightly; whether one that is not counts is
 * the account's option {@code unsigned-errors}.
 */
final class WechatProof {

  private WechatProof() {}

  /** The headers of an answer, by name. */
  static Function<String, Optional<String>> headers(Answered answer) {
    return name -> Optional.ofNullable(answer.headers().get(name));
  }

  /**
   * The answer itself where it is proved, and {@link Unknown} where it is not; empty where the key
   * that it names is not among the keys.
   */
  static Optional<Exchange> of(Answered answer, PlatformKeys keys, Instant now) {
    var headers = headers(answer);
    if (WechatSeal.isMissing(headers)) {
      return Optional.of(
          !answer.isSuccess() && keys.account().believesUnsignedErrors()
              ? answer
              : new Unknown("answer is not signed: HTTP " + answer.status()));
    }
    var seal = WechatSeal.of(headers);
    return seal.isEmpty()
        ? Optional.of(new Unknown("answer is signed in part"))
        : judged(answer, seal.get(), keys, now);
  }

  private static Optional<Exchange> judged(
      Answered answer, WechatSeal seal, PlatformKeys keys, Instant now) {
    return keys.find(seal.serial(), now)
        .map(key ->
            seal.problem(answer.body(), key, now).<Exchange>map(Unknown::new).orElse(answer));
  }
}
