package io.tollgate.channels.alipay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * RSA2, which is SHA256withRSA, over three different texts (facts, section 4; crossed with
 * alipay-sdk-java). Two rules look alike and are not:
 *
 * <ul>
 *   <li>of a <b>request</b> all parameters but {@code sign} are signed, so {@code sign_type} is;
 *   <li>of a <b>notification</b> {@code sign_type} is not.
 * </ul>
 *
 * An <b>answer</b> is signed as the raw bytes of its node, which {@link AlipayNodes} cuts out.
 */
final class AlipaySigning {

  /** Our own key, PKCS #8. */
  static final String PRIVATE_KEY = "private-key";

  /** Alipay's key or, in certificate mode, its certificate. */
  static final String PUBLIC_KEY = "alipay-public-key";

  /** Alipay's key before it was replaced, while answers may still be signed by it. */
  static final String PREVIOUS_PUBLIC_KEY = "alipay-public-key-previous";

  private static final Set<String> NOT_IN_REQUESTS = Set.of("sign");
  private static final Set<String> NOT_IN_NOTIFICATIONS = Set.of("sign", "sign_type");

  private AlipaySigning() {}

  /** The signature of a request; throws where the account has no key. */
  static String ofRequest(Map<String, String> parameters, ChannelAccount account) {
    var bytes = content(parameters, NOT_IN_REQUESTS).getBytes(UTF_8);
    return Base64.getEncoder().encodeToString(Rsa.sign(account.secret(PRIVATE_KEY), bytes));
  }

  /** Whether a notification is Alipay's. Never throws. */
  static boolean isNotification(Map<String, String> parameters, ChannelAccount account) {
    return isSigned(
        content(parameters, NOT_IN_NOTIFICATIONS).getBytes(UTF_8), parameters.get("sign"), account);
  }

  /** Whether the raw bytes of an answer's node are Alipay's. Never throws. */
  static boolean isAnswer(byte[] node, @Nullable String sign, ChannelAccount account) {
    return isSigned(node, sign, account);
  }

  /** The text that a request's signature is over. */
  static String requestContent(Map<String, String> parameters) {
    return content(parameters, NOT_IN_REQUESTS);
  }

  /** The text that a notification's signature is over. */
  static String notificationContent(Map<String, String> parameters) {
    return content(parameters, NOT_IN_NOTIFICATIONS);
  }

  /** By name in the order of bytes, which are ASCII; values as they are, not escaped. */
  private static String content(Map<String, String> parameters, Set<String> unsigned) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .filter(it -> !unsigned.contains(it.getKey()) && !it.getValue().isEmpty())
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining("&"));
  }

  private static boolean isSigned(byte[] bytes, @Nullable String sign, ChannelAccount account) {
    if (sign == null || sign.isEmpty()) {
      return false;
    }
    try {
      var signature = Base64.getDecoder().decode(sign);
      return isSignedBy(account.secrets().get(PUBLIC_KEY), bytes, signature)
          || isSignedBy(account.secrets().get(PREVIOUS_PUBLIC_KEY), bytes, signature);
    } catch (IllegalArgumentException notBase64OrNoKey) {
      return false;
    }
  }

  private static boolean isSignedBy(@Nullable Secret key, byte[] bytes, byte[] signature) {
    return key != null && Rsa.verifies(key, bytes, signature);
  }
}
