package io.tollgate.channels.wechat;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An account at WeChat Pay. What it lacks is missed when it is asked for, with an {@link
 * IllegalArgumentException}.
 *
 * <p>Secrets: {@code private-key} of the merchant's API certificate (PKCS #8), {@code api-v3-key}
 * of 32 bytes, and {@code platform-public-key} where WeChat Pay signs with a public key that it
 * gave to the merchant.
 *
 * <p>Options that it needs: {@code mchid}; {@code appid}, or {@code appid-native}, {@code
 * appid-jsapi}, {@code appid-h5}, {@code appid-app} where a scene has another; {@code serial} of
 * the merchant's API certificate; {@code notify-url}, the address of ours that is called back,
 * without a query; {@code platform-key-id} ({@code PUB_KEY_ID_…}) beside the platform's public key.
 *
 * <p>Options for what is not sure:
 *
 * <ul>
 *   <li>{@code platform-certificates}: {@code true} to fetch the platform's certificates and accept
 *       what they verify; unless set, it is so where there is no {@code platform-key-id}. Accounts
 *       that change from certificates to the public key have both for a while.
 *   <li>{@code platform-root}: the certificate (PEM) that platform certificates have to be issued
 *       by. Unless set, that they open with the APIv3 key is the proof of them, as the vendor's
 *       documents have it; the vendor's Java SDK checks the issuer too.
 *   <li>{@code unsigned-errors}: {@code accept} (default) or {@code refuse} answers of another kind
 *       than 2xx that carry no signature. The vendor says that a success without a signature is
 *       forged, and of errors only that those which carry a signature have to be verified
 *       (pay.weixin.qq.com/doc/global/v3/zh/4012354982); the vendor's SDK verifies no error.
 *   <li>{@code not-final}: codes of errors that are asked after instead of believed, separated by
 *       commas; none by default. The list of codes is partly unconfirmed (facts, section 6,
 *       "Errors").
 *   <li>{@code abnormal-refund}: {@code failed} (default; facts, section 6, "Status") or {@code
 *       pending}. A person can still end such a refund well at the vendor's console.
 *   <li>{@code h5-type}: {@code Wap} (default), {@code iOS} or {@code Android}.
 *   <li>{@code h5-return}: {@code append} (default) adds the order's return address to the page
 *       that the payer is sent to, as {@code redirect_url}; {@code none} does not. It is in the
 *       vendor's guide to H5, not in the facts.
 * </ul>
 */
record WechatAccount(ChannelAccount account) {

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** The number of the merchant at WeChat Pay. */
  String mchid() {
    return word("mchid");
  }

  /** The id of the app, page or mini program that the payer pays in. */
  String appid(WechatScene scene) {
    var own = "appid-" + scene.path();
    return word(account.options().containsKey(own) ? own : "appid");
  }

  /** The serial number of the merchant's certificate, in hex. */
  String serial() {
    return word("serial");
  }

  Secret privateKey() {
    return account.secret("private-key");
  }

  Secret apiV3Key() {
    return account.secret("api-v3-key");
  }

  /** The id of the platform's public key, where the account has one. */
  Optional<String> platformKeyId() {
    return Optional.ofNullable(option("platform-key-id"));
  }

  Secret platformPublicKey() {
    return account.secret("platform-public-key");
  }

  boolean hasCertificates() {
    var set = option("platform-certificates");
    return set == null ? platformKeyId().isEmpty() : Boolean.parseBoolean(set);
  }

  Optional<String> platformRoot() {
    return Optional.ofNullable(option("platform-root"));
  }

  boolean believesUnsignedErrors() {
    return !"refuse".equals(option("unsigned-errors"));
  }

  /** Whether an error with that code says nothing for good. */
  boolean asksAfter(String code) {
    var codes = option("not-final");
    return codes != null
        && Arrays.stream(codes.split(",")).map(String::strip).anyMatch(code::equals);
  }

  boolean givesAbnormalRefundsUp() {
    return !"pending".equals(option("abnormal-refund"));
  }

  String h5Type() {
    var set = option("h5-type");
    return set == null ? "Wap" : set;
  }

  boolean appendsReturnAddress() {
    return !"none".equals(option("h5-return"));
  }

  /** Where we are called back. WeChat Pay takes no address with a query. */
  String notifyUrl() {
    var address = URI.create(required("notify-url"));
    if (address.getHost() == null || address.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "option 'notify-url' of " + account.id() + " (expected: an address without a query)");
    }
    return address.toString();
  }

  /** An address of WeChat Pay's. */
  URI address(String pathAndQuery) {
    var base = account.baseUrl().toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + pathAndQuery);
  }

  private String word(String name) {
    var value = required(name);
    if (!WORD.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "option '" + name + "' of " + account.id() + " (expected: " + WORD + ")");
    }
    return value;
  }

  private String required(String name) {
    var value = option(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "option '" + name + "' of " + account.id() + " is missing");
    }
    return value;
  }

  private @Nullable String option(String name) {
    return account.options().get(name);
  }
}
