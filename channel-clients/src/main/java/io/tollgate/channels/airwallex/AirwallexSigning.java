package io.tollgate.channels.airwallex;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Verifies events: {@code x-signature} is the hex HMAC-SHA256 of {@code x-timestamp} and the raw
 * body, one behind the other (facts, section 17; www.airwallex.com/docs/developer-tools/webhooks/
 * listen-for-webhook-events). The secrets {@value #SECRET} and, while one endpoint replaces
 * another, {@value #PREVIOUS_SECRET} are accepted.
 */
final class AirwallexSigning {

  static final String SECRET = "webhook";
  static final String PREVIOUS_SECRET = "webhook-previous";

  /**
   * How many seconds an event's time and ours may be apart: {@code 300} by default; {@code 0} for
   * any. Airwallex names no window, and does not say whether an event that is sent again has a new
   * time (unconfirmed): one that is too old is learned of by asking.
   */
  static final String WINDOW = "callback-window";

  private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final long USUAL_WINDOW_SECONDS = 300;

  private AirwallexSigning() {}

  /** Why a callback is not proved to be Airwallex's; empty where it is. */
  static Optional<String> problem(RawCallback callback, ChannelAccount account) {
    var time = callback.header("x-timestamp").orElse("");
    var signature = callback.header("x-signature").orElse("");
    if (!MILLIS.matcher(time).matches() || signature.isEmpty()) {
      return Optional.of("no signature");
    }
    if (secrets(account).stream().noneMatch(secret -> isBy(secret, time, signature, callback))) {
      return Optional.of("wrong signature");
    }
    return isInTime(Long.parseLong(time), callback.receivedAt(), account)
        ? Optional.empty()
        : Optional.of("signed at another time");
  }

  private static boolean isBy(Secret secret, String time, String signature, RawCallback callback) {
    return Hmac.areEqual(
        Hmac.SHA256.hex(secret, time.getBytes(US_ASCII), callback.body()), signature);
  }

  private static boolean isInTime(long millis, Instant receivedAt, ChannelAccount account) {
    var window = windowSeconds(account);
    var apart = Duration.between(Instant.ofEpochMilli(millis), receivedAt).abs();
    return window == 0 || apart.compareTo(Duration.ofSeconds(window)) <= 0;
  }

  private static long windowSeconds(ChannelAccount account) {
    var window = account.options().get(WINDOW);
    return window != null && SECONDS.matcher(window).matches()
        ? Long.parseLong(window)
        : USUAL_WINDOW_SECONDS;
  }

  private static List<Secret> secrets(ChannelAccount account) {
    return Stream.of(SECRET, PREVIOUS_SECRET)
        .map(account.secrets()::get)
        .filter(Objects::nonNull)
        .filter(secret -> secret.reveal().length > 0)
        .toList();
  }
}
