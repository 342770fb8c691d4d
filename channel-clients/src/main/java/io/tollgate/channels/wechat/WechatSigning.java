package io.tollgate.channels.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.signing.Rsa;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * Signs with the merchant's key: SHA256withRSA over lines that each end in a line feed (facts,
 * section 6, "Request signing"; crossed with wechatpay-java).
 */
final class WechatSigning {

  private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";

  private final Clock clock;
  private final Supplier<String> nonces;

  WechatSigning(Clock clock, Supplier<String> nonces) {
    this.clock = clock;
    this.nonces = nonces;
  }

  static WechatSigning at(Clock clock) {
    var random = new SecureRandom();
    return new WechatSigning(
        clock,
        () -> {
          var bytes = new byte[16];
          random.nextBytes(bytes);
          return HexFormat.of().withUpperCase().formatHex(bytes);
        });
  }

  /**
   * A text of the payer's page, signed.
   *
   * @param timestamp seconds since 1970
   * @param nonce 32 characters
   */
  record Stamp(String timestamp, String nonce, String signature) {}

  /** Signs what the payer's page hands to WeChat: app id, time, nonce, and the last line. */
  Stamp stamp(WechatAccount account, String appid, String lastLine) {
    var timestamp = timestamp();
    var nonce = nonces.get();
    var text = appid + '\n' + timestamp + '\n' + nonce + '\n' + lastLine + '\n';
    return new Stamp(timestamp, nonce, signature(account, text.getBytes(UTF_8)));
  }

  /** A request to be sent, with the key named that the answer is best signed by. */
  HttpCall call(WechatRequest request, WechatAccount account, PlatformKeys keys) {
    var authorization = authorization(request, account);
    var wanted = keys.preferred(clock.instant());
    return new HttpCall(
        request.method(),
        request.uri(),
        headers -> {
          headers.set("Authorization", authorization);
          headers.set("Accept", "application/json");
          wanted.ifPresent(serial -> headers.set("Wechatpay-Serial", serial));
          if (request.body().length > 0) {
            headers.set("Content-Type", "application/json");
          }
        },
        request.body());
  }

  /** A request for a file. */
  HttpCall download(URI uri, WechatAccount account) {
    var authorization = authorization(WechatRequest.get(uri), account);
    return HttpCall.download(uri, headers -> headers.set("Authorization", authorization));
  }

  String authorization(WechatRequest request, WechatAccount account) {
    var timestamp = timestamp();
    var nonce = nonces.get();
    var head =
        request.method().name()
            + '\n'
            + target(request.uri())
            + '\n'
            + timestamp
            + '\n'
            + nonce
            + '\n';
    return SCHEME
        + " mchid=\"%s\",nonce_str=\"%s\",timestamp=\"%s\",serial_no=\"%s\",signature=\"%s\""
            .formatted(
                account.mchid(),
                nonce,
                timestamp,
                account.serial(),
                signature(account, lines(head, request.body())));
  }

  /** A head of whole lines, and a body that is the last of them. */
  static byte[] lines(String head, byte[] body) {
    var text = new ByteArrayOutputStream(head.length() + body.length + 1);
    text.writeBytes(head.getBytes(UTF_8));
    text.writeBytes(body);
    text.write('\n');
    return text.toByteArray();
  }

  /** Path and query as they go out: what is escaped is signed escaped. */
  private static String target(URI uri) {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private static String signature(WechatAccount account, byte[] text) {
    return Base64.getEncoder().encodeToString(Rsa.sign(account.privateKey(), text));
  }

  private String timestamp() {
    return Long.toString(clock.instant().getEpochSecond());
  }
}
