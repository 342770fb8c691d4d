package io.tollgate.channels.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The headers by which WeChat Pay signs an answer or a notification: SHA256withRSA over timestamp,
 * nonce and raw body, each followed by a line feed (facts, section 6, "Response verification" and
 * "Callback"; crossed with wechatpay-java).
 *
 * @param serial of the certificate, or the id of the public key, that verifies it
 */
record WechatSeal(String timestamp, String nonce, String serial, String signature) {

  /**
   * Now and then WeChat Pay signs wrongly to see who notices. Such a message has to be refused like
   * any other that is wrongly signed (developers.weixin.qq.com, community article 0004a879f60928).
   */
  private static final String PROBE = "WECHATPAY/SIGNTEST/";

  /** As in the vendor's SDK: the clocks may differ by less than five minutes, either way. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  /** The seal that headers make up; empty where one of them is missing. */
  static Optional<WechatSeal> of(Function<String, Optional<String>> header) {
    var timestamp = header.apply("wechatpay-timestamp");
    var nonce = header.apply("wechatpay-nonce");
    var serial = header.apply("wechatpay-serial");
    var signature = header.apply("wechatpay-signature");
    return Stream.of(timestamp, nonce, serial, signature).allMatch(Optional::isPresent)
        ? Optional.of(new WechatSeal(timestamp.get(), nonce.get(), serial.get(), signature.get()))
        : Optional.empty();
  }

  /** Whether headers do not even pretend to be signed. */
  static boolean isMissing(Function<String, Optional<String>> header) {
    return header.apply("wechatpay-signature").isEmpty();
  }

  boolean isProbe() {
    return signature.startsWith(PROBE);
  }

  /**
   * Why the body is not proved to be WeChat Pay's; empty where it is.
   *
   * @param verifies whether a signature is the key's over a text
   */
  Optional<String> problem(byte[] body, BiPredicate<byte[], byte[]> verifies, Instant now) {
    if (!SECONDS.matcher(timestamp).matches()) {
      return Optional.of("signature has no time");
    }
    var distance = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs();
    if (distance.compareTo(WINDOW) >= 0) {
      return Optional.of("signature is of another time");
    }
    var text = WechatSigning.lines(timestamp + '\n' + nonce + '\n', body);
    return decoded().filter(bytes -> verifies.test(text, bytes)).isPresent()
        ? Optional.empty()
        : Optional.of(isProbe() ? "signature is a probe" : "signature does not match");
  }

  private Optional<byte[]> decoded() {
    try {
      return Optional.of(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
