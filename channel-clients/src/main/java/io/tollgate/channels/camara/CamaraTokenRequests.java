package io.tollgate.channels.camara;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Asks for an access token that is ours and no payer's, by client credentials (facts, section 14,
 * "Auth"; CAMARA Security and Interoperability profile, "Client Credentials Flow").
 */
final class CamaraTokenRequests {

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private CamaraTokenRequests() {}

  /** {@code POST} to the token's address. */
  static HttpCall grant(CamaraSettings settings, Instant now) {
    var form =
        new FormBody().with("grant_type", "client_credentials").with("scope", settings.scope());
    Consumer<HttpHeaders> headers =
        it ->
            it.set("Content-Type", "application/x-www-form-urlencoded")
                .set("Accept", "application/json");
    if (settings.hasKey()) {
      form.with("client_assertion_type", ASSERTION_TYPE)
          .with("client_assertion", assertion(settings, now));
      return HttpCall.post(settings.tokenUrl(), headers, form.bytes());
    }
    return HttpCall.post(
        settings.tokenUrl(),
        headers.andThen(it -> it.set("Authorization", basic(settings))),
        form.bytes());
  }

  private static String assertion(CamaraSettings settings, Instant now) {
    var account = settings.account();
    return CamaraSigning.assertion(
        account.secret(CamaraSettings.CLIENT_ID).revealText(),
        account.secret(CamaraSettings.CLIENT_KEY),
        settings.option(CamaraSettings.KEY_ID),
        settings.tokenUrl(),
        now,
        unusedId());
  }

  /** It has to be unlike all others, and may be guessed: what it is in is signed. */
  private static String unusedId() {
    var dice = ThreadLocalRandom.current();
    return new UUID(dice.nextLong(), dice.nextLong()).toString();
  }

  /** RFC 6749, section 2.3.1: both are escaped as in a form before they are joined. */
  private static String basic(CamaraSettings settings) {
    var joined =
        escaped(settings, CamaraSettings.CLIENT_ID)
            + ":"
            + escaped(settings, CamaraSettings.CLIENT_SECRET);
    return "Basic " + Base64.getEncoder().encodeToString(joined.getBytes(UTF_8));
  }

  private static String escaped(CamaraSettings settings, String secret) {
    return URLEncoder.encode(settings.account().secret(secret).revealText(), UTF_8);
  }
}
