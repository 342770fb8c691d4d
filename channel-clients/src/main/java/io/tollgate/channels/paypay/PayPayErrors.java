package io.tollgate.channels.paypay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypay.PayPayCodes.Code;
import io.tollgate.domain.channel.DeclineReason;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request, whatever was asked for, by HTTP status and result code together (facts,
 * section 0, "Outcome class", and section 13, "Errors"). A code that contradicts the status proves
 * nothing.
 */
final class PayPayErrors {

  private static final Json<Envelope> ENVELOPE = Json.camel(Envelope.class);

  private PayPayErrors() {}

  /** What every answer has. */
  record Envelope(@Nullable ResultInfo resultInfo) {}

  /** The result of a request. */
  record ResultInfo(@Nullable String code) {}

  /** What became of a request, before an answer's data are looked at. */
  sealed interface Verdict {

    /** Done; the answer may have data. */
    record Done(Answered answer) implements Verdict {}

    /** It will be done, or when the payer confirms it. */
    record Accepted(Answered answer, boolean asksPayer) implements Verdict {}

    /** Certainly not accepted, for a passing reason. */
    record NotSent(String why) implements Verdict {}

    /** Refused for good. */
    record Refused(DeclineReason reason) implements Verdict {}

    /** PayPay does not know what it is about. */
    record NotFound(DeclineReason reason) implements Verdict {}

    /** It may have been done. */
    record Unclear(String why) implements Verdict {}
  }

  /** What became of it. */
  static Verdict verdict(Exchange exchange, Alarms alarms) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Verdict.NotSent(why);
      case Exchange.Unknown(var why) -> new Verdict.Unclear(why);
      case Answered answer when answer.status() == 429 ->
          new Verdict.NotSent("PayPay's rate limit");
      case Answered answer -> {
        var word = word(answer);
        var code = PayPayCodes.find(word);
        yield code == null ? unmapped(answer, word, alarms) : verdict(answer, code, alarms);
      }
    };
  }

  /**
   * Why a question brought nothing. That says nothing of what was asked about, not even that it was
   * not sent.
   *
   * @param about our id of it
   */
  static String unanswered(Verdict verdict, Object about, Alarms alarms) {
    return switch (verdict) {
      case Verdict.NotSent(var why) -> "could not ask: " + why;
      case Verdict.Unclear(var why) -> why;
      case Verdict.Refused(var reason) -> {
        var said = "refused with " + reason.channelCode();
        alarms.raise(Alarm.QUERY_REFUSED, "a question about " + about + " was " + said);
        yield said;
      }
      case Verdict.Done _, Verdict.Accepted _, Verdict.NotFound _ -> "no answer to the question";
    };
  }

  private static Verdict verdict(Answered answer, Code code, Alarms alarms) {
    int status = answer.status();
    boolean refuses = status >= 400 && status < 500;
    boolean isConsistent =
        switch (code.meaning()) {
          case DONE, ACCEPTED, ASKS_PAYER -> answer.isSuccess();
          case REFUSED, CREDENTIALS, NOT_AGREED, NOT_FOUND -> refuses;
          case FAILED -> refuses || status == 500;
          case CLOSED_FOR_WORK -> status == 503;
          case UNCLEAR -> true;
        };
    return isConsistent ? meaning(answer, code, alarms) : unclear(answer);
  }

  private static Verdict meaning(Answered answer, Code code, Alarms alarms) {
    return switch (code.meaning()) {
      case DONE -> new Verdict.Done(answer);
      case ACCEPTED -> new Verdict.Accepted(answer, false);
      case ASKS_PAYER -> new Verdict.Accepted(answer, true);
      case REFUSED, FAILED -> new Verdict.Refused(code.reason());
      case CREDENTIALS -> refused(code, Alarm.CREDENTIALS_REFUSED, alarms);
      case NOT_AGREED -> refused(code, Alarm.MISCONFIGURED, alarms);
      case NOT_FOUND -> new Verdict.NotFound(code.reason());
      case CLOSED_FOR_WORK -> new Verdict.NotSent("PayPay's maintenance");
      case UNCLEAR -> unclear(answer);
    };
  }

  private static Verdict refused(Code code, Alarm alarm, Alarms alarms) {
    alarms.raise(alarm, "result " + code.word());
    return new Verdict.Refused(code.reason());
  }

  /** What a server before PayPay's says while PayPay is broken is no word of PayPay's. */
  private static Verdict unmapped(Answered answer, @Nullable String word, Alarms alarms) {
    if (word != null || answer.status() < 500) {
      alarms.raise(
          Alarm.UNMAPPED, "HTTP " + answer.status() + " with result " + PayPayCodes.word(word));
    }
    return unclear(answer);
  }

  private static @Nullable String word(Answered answer) {
    return ENVELOPE
        .read(answer.body())
        .map(Envelope::resultInfo)
        .map(ResultInfo::code)
        .orElse(null);
  }

  private static Verdict unclear(Answered answer) {
    return new Verdict.Unclear("HTTP " + answer.status());
  }
}
