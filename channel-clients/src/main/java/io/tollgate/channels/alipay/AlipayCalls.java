package io.tollgate.channels.alipay;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every request to Alipay has: the account's names, the time in Shanghai, and a signature over
 * all parameters (facts, section 4, "Transport", "Parameters", "Request signing"). One address
 * serves all methods; what is asked for goes in the body, all else in the query.
 */
final class AlipayCalls {

  /** Which application of ours calls; every account needs it. */
  static final String APP_ID = "app-id";

  /** Where Alipay notifies us; without it nothing is notified. */
  static final String NOTIFY_URL = "notify-url";

  /** The merchant's own consent to act for it, where we are a service provider. */
  static final String APP_AUTH_TOKEN = "app-auth-token";

  /** In certificate mode: the serial number of our certificate. */
  static final String APP_CERT_SN = "app-cert-sn";

  /** In certificate mode: the serial number of Alipay's root certificate. */
  static final String ROOT_CERT_SN = "alipay-root-cert-sn";

  /** For how many minutes a payer may pay what he was shown. */
  static final String PAY_MINUTES = "pay-minutes";

  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private static final String PAY_MINUTES_UNLESS_SET = "30";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZONE);

  private final ChannelAccount account;
  private final Clock clock;

  AlipayCalls(ChannelAccount account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  /** A call of our server to the gateway. */
  HttpCall post(String method, JsonBody content) {
    return post(method, content, true);
  }

  /** The same, about which nobody has to be notified. */
  HttpCall ask(String method, JsonBody content) {
    return post(method, content, false);
  }

  /** An address of the gateway, signed, which the payer's browser opens. */
  URI page(String method, JsonBody content, @Nullable URI returnUrl) {
    return URI.create(account.baseUrl() + "?" + form(signed(method, content, returnUrl)).query());
  }

  /** The same parameters as a text, which the merchant's app hands to Alipay's app. */
  String orderText(String method, JsonBody content) {
    return form(signed(method, content, null)).query();
  }

  /** When a payer has to have paid, as Alipay writes times. */
  String deadline() {
    return TIME.format(clock.instant().plus(payTime()));
  }

  /** How long a payer has to pay. */
  Duration payTime() {
    return Duration.ofMinutes(Long.parseLong(option(PAY_MINUTES, PAY_MINUTES_UNLESS_SET)));
  }

  Instant now() {
    return clock.instant();
  }

  ChannelAccount account() {
    return account;
  }

  /** An option of the account. */
  String option(String name, String unlessSet) {
    return account.options().getOrDefault(name, unlessSet);
  }

  /** The name of our application; throws where the account has none. */
  private String appId() {
    var id = account.options().get(APP_ID);
    if (id == null) {
      throw new IllegalArgumentException("option '" + APP_ID + "' of " + account.id());
    }
    return id;
  }

  private HttpCall post(String method, JsonBody content, boolean isNotified) {
    var parameters = parameters(method, content);
    if (isNotified) {
      put(parameters, "notify_url", account.options().get(NOTIFY_URL));
    }
    parameters.put("sign", AlipaySigning.ofRequest(parameters, account));
    var body = new FormBody().with("biz_content", parameters.remove("biz_content"));
    return HttpCall.post(
        URI.create(account.baseUrl() + "?" + form(parameters).query()),
        headers -> headers.set("Content-Type", "application/x-www-form-urlencoded;charset=utf-8"),
        body.bytes());
  }

  private Map<String, String> signed(String method, JsonBody content, @Nullable URI returnUrl) {
    var parameters = parameters(method, content);
    put(parameters, "notify_url", account.options().get(NOTIFY_URL));
    put(parameters, "return_url", returnUrl == null ? null : returnUrl.toString());
    parameters.put("sign", AlipaySigning.ofRequest(parameters, account));
    return parameters;
  }

  private Map<String, String> parameters(String method, JsonBody content) {
    var parameters = new TreeMap<String, String>();
    parameters.put("app_id", appId());
    parameters.put("method", method);
    parameters.put("format", "json");
    parameters.put("charset", "utf-8");
    parameters.put("sign_type", "RSA2");
    parameters.put("timestamp", TIME.format(clock.instant()));
    parameters.put("version", "1.0");
    parameters.put("biz_content", content.text());
    put(parameters, "app_cert_sn", account.options().get(APP_CERT_SN));
    put(parameters, "alipay_root_cert_sn", account.options().get(ROOT_CERT_SN));
    var consent = account.secrets().get(APP_AUTH_TOKEN);
    put(parameters, "app_auth_token", consent == null ? null : consent.revealText());
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      parameters.put(name, value);
    }
  }

  private static FormBody form(Map<String, String> parameters) {
    var form = new FormBody();
    parameters.forEach(form::with);
    return form;
  }
}
