package io.tollgate.channels.antom;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.time.Clock;
import reactor.core.publisher.Mono;

/**
 * The line to Antom of one account: signs what goes out and verifies what comes back (facts,
 * section 5, "Base URL", "Headers", "Response").
 *
 * <p>Antom's own SDK takes an answer without a signature. We do not: whoever can answer in Antom's
 * place could say that a payment was made, or was not.
 */
final class AntomLine {

  /** Our own key, PKCS #8; Antom has its public half. */
  static final String PRIVATE_KEY = "private-key";

  /** The key that Antom gave us to verify what it signs. */
  static final String PUBLIC_KEY = "antom-public-key";

  /** Our id at Antom; one that begins with {@code SANDBOX_} is that of a sandbox. */
  static final String CLIENT_ID = "client-id";

  /** Which of our keys signs; 1 unless set. */
  static final String KEY_VERSION = "key-version";

  private final ChannelAccount account;
  private final Edge edge;
  private final Clock clock;

  AntomLine(ChannelAccount account, Edge edge, Clock clock) {
    this.account = account;
    this.edge = edge;
    this.clock = clock;
  }

  /** Our id at Antom; throws where the account lacks it. */
  static String clientId(ChannelAccount account) {
    var id = account.options().get(CLIENT_ID);
    if (id == null || id.isBlank()) {
      throw new IllegalArgumentException(
          "option '" + CLIENT_ID + "' of " + account.id() + " is missing");
    }
    return id;
  }

  /** Sends what may move money. */
  Mono<AntomAnswer> send(AntomRequest request) {
    return edge.send(() -> call(request)).map(exchange -> read(request, exchange));
  }

  /** Asks what changes nothing. */
  Mono<AntomAnswer> ask(AntomRequest request) {
    return edge.ask(() -> call(request)).map(exchange -> read(request, exchange));
  }

  ChannelAccount account() {
    return account;
  }

  Alarms alarms() {
    return edge.alarms();
  }

  private HttpCall call(AntomRequest request) {
    var clientId = clientId(account);
    var path = path(request, account);
    var privateKey = account.secret(PRIVATE_KEY);
    // An answer that could not be verified would be worth nothing.
    account.secret(PUBLIC_KEY);
    var version = account.options().getOrDefault(KEY_VERSION, "1");
    var body = request.body().get().bytes();
    return HttpCall.post(
        address(path),
        headers -> {
          var time = Long.toString(clock.millis());
          var content = AntomSigning.content(path, clientId, time, body);
          headers.set("Content-Type", "application/json; charset=UTF-8");
          headers.set("client-id", clientId);
          headers.set("Request-Time", time);
          headers.set("Signature", AntomSigning.header(privateKey, version, content));
        },
        body);
  }

  private AntomAnswer read(AntomRequest request, Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new AntomAnswer.NotSent(why);
      case Exchange.Unknown(var why) -> new AntomAnswer.Unclear(why);
      case Answered answer when answer.status() >= 500 ->
          new AntomAnswer.Unclear("HTTP " + answer.status());
      case Answered answer when isSigned(request, answer) -> new AntomAnswer.Signed(answer.body());
      case Answered answer -> unsigned(answer);
    };
  }

  private boolean isSigned(AntomRequest request, Answered answer) {
    var time = answer.headers().get("response-time");
    var signature = answer.headers().get("signature");
    return time != null
        && signature != null
        && AntomSigning.verifies(
            account.secret(PUBLIC_KEY),
            AntomSigning.content(path(request, account), clientId(account), time, answer.body()),
            signature);
  }

  /** Where Antom does not know our key it has none to sign for us with, and says so unsigned. */
  private AntomAnswer unsigned(Answered answer) {
    var code = AntomResult.in(answer.body()).map(AntomResult::resultCode).orElse("");
    var refusesUs = AntomCodes.CREDENTIALS.contains(code);
    alarms()
        .raise(
            refusesUs ? Alarm.CREDENTIALS_REFUSED : Alarm.MISMATCH,
            "HTTP " + answer.status() + " " + AntomCodes.word(code) + " without Antom's signature");
    return new AntomAnswer.Unclear("answer without Antom's signature");
  }

  /** The path that is asked and signed. */
  static String path(AntomRequest request, ChannelAccount account) {
    var root = clientId(account).startsWith("SANDBOX_") ? "/ams/sandbox/api" : "/ams/api";
    return root + request.path();
  }

  private URI address(String path) {
    var base = account.baseUrl().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }
}
