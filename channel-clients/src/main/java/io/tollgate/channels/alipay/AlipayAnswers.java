package io.tollgate.channels.alipay;

import io.tollgate.channels.alipay.AlipayErrors.Failure;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelAccount;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proves that an answer is Alipay's, and sorts it by its code (facts, section 4, "Response
 * verification" and "Gateway codes"). What is not proved says nothing, not even that a request was
 * refused: Alipay signs no answer to a request whose signature or application it does not know, and
 * neither does whoever stands between us.
 */
final class AlipayAnswers {

  private static final Json<Code> CODE = Json.of(Code.class);
  private static final String UNREADABLE = "unreadable answer";

  private final ChannelAccount account;
  private final Alarms alarms;

  AlipayAnswers(ChannelAccount account, Alarms alarms) {
    this.account = account;
    this.alarms = alarms;
  }

  /** What every node has. */
  record Code(@Nullable String code, @Nullable String subCode) {}

  /** What Alipay said. */
  sealed interface Said {

    /** Yes; {@code node} is what the signature is over. */
    record Ok(byte[] node) implements Said {}

    /** Yes, and the payer has to act. */
    record Waiting(byte[] node) implements Said {}

    /** No. */
    record Failed(Failure failure) implements Said {}

    /** Certainly no byte of the request left us. */
    record NotSent(String why) implements Said {}

    /** Nothing that counts. */
    record Silent(String why) implements Said {}
  }

  /** What an exchange brought. */
  Said read(Exchange exchange, String method) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Said.NotSent(why);
      case Exchange.Unknown(var why) -> new Said.Silent(why);
      case Answered answer when answer.isSuccess() -> body(answer.body(), method);
      case Answered answer -> new Said.Silent("HTTP " + answer.status());
    };
  }

  /** Why a question brought nothing; that says nothing of what was asked about. */
  String unanswered(Said said, Object about) {
    return switch (said) {
      case Said.NotSent(var why) -> "could not ask: " + why;
      case Said.Silent(var why) -> why;
      case Said.Failed(Failure.Busy(var why)) -> why;
      case Said.Failed(Failure.Unclear(var why)) -> why;
      case Said.Failed(Failure.Refused(var reason)) -> {
        alarms.raise(Alarm.QUERY_REFUSED, reason.channelCode() + " to a question about " + about);
        yield "refused to be asked";
      }
      case Said.Failed(Failure.Absent _), Said.Failed(Failure.ThereAlready _) ->
          "an answer to another question";
      case Said.Ok _, Said.Waiting _ -> UNREADABLE;
    };
  }

  private Said body(byte[] body, String method) {
    return AlipayNodes.read(body)
        .map(members -> members(members, method))
        .orElseGet(() -> new Said.Silent(UNREADABLE));
  }

  private Said members(Map<String, byte[]> members, String method) {
    var own = members.get(method.replace('.', '_') + "_response");
    var node = own == null ? members.get("error_response") : own;
    if (node == null) {
      return new Said.Silent(UNREADABLE);
    }
    var sign = Optional.ofNullable(members.get("sign")).flatMap(AlipayNodes::text);
    var code = CODE.read(node).filter(it -> it.code() != null);
    if (!AlipaySigning.isAnswer(node, sign.orElse(null), account)) {
      return unproved(code);
    }
    return code.map(it -> coded(it, node)).orElseGet(() -> new Said.Silent(UNREADABLE));
  }

  private Said coded(Code said, byte[] node) {
    var code = said.code() == null ? "" : said.code();
    return switch (code) {
      case "10000" -> new Said.Ok(node);
      case "10003" -> new Said.Waiting(node);
      default -> new Said.Failed(AlipayErrors.failure(code, said.subCode(), account, alarms));
    };
  }

  private Said unproved(Optional<Code> said) {
    var code = said.map(Code::code).map(AlipayErrors::word).orElse("");
    alarms.raise(Alarm.CREDENTIALS_REFUSED, "an answer that is not signed by Alipay " + code);
    return new Said.Silent("answer is not signed by Alipay");
  }
}
