package io.tollgate.channels.antom;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.NeedsAction;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Pending;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Antom's answers mean for one agreement (facts, section 5, "agreement" and "Errors"). */
final class AntomAgreementReplies {

  private static final Json<AntomConsent> CONSENT = Json.camel(AntomConsent.class);
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,128}");

  private final OperationId agreement;
  private final ChannelAccount account;
  private final Alarms alarms;

  AntomAgreementReplies(OperationId agreement, ChannelAccount account, Alarms alarms) {
    this.agreement = agreement;
    this.account = account;
    this.alarms = alarms;
  }

  /** Whether a text can be a token or a code of Antom's. */
  static boolean isToken(@Nullable String text) {
    return text != null && TOKEN.matcher(text).matches();
  }

  /** The answer to asking for consent. */
  AgreementOutcome toConsult(AntomAnswer answer) {
    return read(answer, this::consulted);
  }

  /**
   * The answer to exchanging a code. What was not sent is unknown all the same: the code may have
   * been exchanged by a request before this one.
   */
  AgreementOutcome toToken(AntomAnswer answer, String code) {
    var said = read(answer, consent -> exchanged(consent, code));
    return said instanceof NotSent(var why) ? new Unknown("not exchanged now: " + why) : said;
  }

  /** The answer to revoking a token. One that is gone already is ended as well. */
  OperationOutcome toRevoke(AntomAnswer answer) {
    return switch (answer) {
      case AntomAnswer.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case AntomAnswer.Unclear(var why) -> new OperationOutcome.Unknown(why);
      case AntomAnswer.Signed(var body) ->
          CONSENT
              .read(body)
              .map(this::revoked)
              .orElseGet(() -> new OperationOutcome.Unknown(AntomStatuses.UNREADABLE));
    };
  }

  private static AgreementOutcome read(
      AntomAnswer answer, Function<AntomConsent, AgreementOutcome> reading) {
    return switch (answer) {
      case AntomAnswer.NotSent(var why) -> new NotSent(why);
      case AntomAnswer.Unclear(var why) -> new Unknown(why);
      case AntomAnswer.Signed(var body) ->
          CONSENT.read(body).map(reading).orElseGet(() -> new Unknown(AntomStatuses.UNREADABLE));
    };
  }

  private AgreementOutcome consulted(AntomConsent consent) {
    return switch (AntomVerdict.of(consent.result(), account, alarms)) {
      case AntomVerdict.Done _ -> new NeedsAction(step(consent), null);
      case AntomVerdict.InProcess _ -> new Pending(null);
      case AntomVerdict.Busy(var why) -> new NotSent(why);
      case AntomVerdict.Refused(var reason) -> new Refused(reason);
      case AntomVerdict.Missing(var reason) -> new Refused(reason);
      case AntomVerdict.Unclear(var why) -> new Unknown(why);
    };
  }

  private NextStep step(AntomConsent consent) {
    return AntomNextSteps.page(consent.normalUrl(), consent.applinkUrl())
        .or(() -> AntomNextSteps.page(consent.authUrl(), null))
        .orElseGet(() -> {
          alarms.raise(Alarm.UNMAPPED, agreement + " has no page for the payer");
          return new NextStep.Wait();
        });
  }

  private AgreementOutcome exchanged(AntomConsent consent, String code) {
    return switch (AntomVerdict.of(consent.result(), account, alarms)) {
      case AntomVerdict.Done _ -> active(consent.accessToken(), code);
      case AntomVerdict.InProcess _ -> new Pending(code);
      case AntomVerdict.Busy(var why) -> new NotSent(why);
      case AntomVerdict.Refused(var reason) -> new Refused(reason);
      case AntomVerdict.Missing(var reason) -> new Refused(reason);
      case AntomVerdict.Unclear(var why) -> new Unknown(why);
    };
  }

  private OperationOutcome revoked(AntomConsent consent) {
    return switch (AntomVerdict.of(consent.result(), account, alarms)) {
      case AntomVerdict.Done _ -> new OperationOutcome.Done(null);
      case AntomVerdict.InProcess _ -> new OperationOutcome.Pending(null);
      case AntomVerdict.Busy(var why) -> new OperationOutcome.NotSent(why);
      case AntomVerdict.Refused(var reason) ->
          reason.channelCode() != null && AntomCodes.TOKEN_GONE.contains(reason.channelCode())
              ? new OperationOutcome.Done(null)
              : new OperationOutcome.Refused(reason, null);
      case AntomVerdict.Missing(var reason) -> new OperationOutcome.Refused(reason, null);
      case AntomVerdict.Unclear(var why) -> new OperationOutcome.Unknown(why);
    };
  }

  private static AgreementOutcome active(@Nullable String token, String code) {
    return token != null && isToken(token)
        ? new Active(token, code)
        : new Unknown(AntomStatuses.UNREADABLE);
  }
}
