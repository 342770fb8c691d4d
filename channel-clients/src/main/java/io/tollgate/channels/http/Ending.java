package io.tollgate.channels.http;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.function.Function;

/**
 * How an operation may end, as far as the edge has to know.
 *
 * @param tag as metrics name it
 * @param whyUnknown what an outcome says that may or may not have happened; empty for all others
 * @param unknown such an outcome
 * @param <T> the operation's outcomes
 */
public record Ending<T>(
    Function<T, String> tag, Function<T, String> whyUnknown, Function<String, T> unknown) {

  /** A payment's. */
  public static final Ending<ChannelOutcome> PAYMENT =
      new Ending<>(
          Ending::tag,
          outcome -> outcome instanceof ChannelOutcome.Unknown(var why) ? why : "",
          ChannelOutcome.Unknown::new);

  /** That of an operation on a payment or an agreement. */
  public static final Ending<OperationOutcome> OPERATION =
      new Ending<>(
          Ending::tag,
          outcome -> outcome instanceof OperationOutcome.Unknown(var why) ? why : "",
          OperationOutcome.Unknown::new);

  /** An agreement's. */
  public static final Ending<AgreementOutcome> AGREEMENT =
      new Ending<>(
          Ending::tag,
          outcome -> outcome instanceof AgreementOutcome.Unknown(var why) ? why : "",
          AgreementOutcome.Unknown::new);

  private static String tag(ChannelOutcome outcome) {
    return switch (outcome) {
      case ChannelOutcome.Approved _ -> "approved";
      case ChannelOutcome.Authorized _ -> "authorized";
      case ChannelOutcome.Declined _ -> "declined";
      case ChannelOutcome.NeedsAction _ -> "needs_action";
      case ChannelOutcome.Pending _ -> "pending";
      case ChannelOutcome.Closed _ -> "closed";
      case ChannelOutcome.Absent _ -> "absent";
      case ChannelOutcome.NotSent _ -> "not_sent";
      case ChannelOutcome.Unknown _ -> "unknown";
    };
  }

  private static String tag(OperationOutcome outcome) {
    return switch (outcome) {
      case OperationOutcome.Done _ -> "done";
      case OperationOutcome.Pending _ -> "pending";
      case OperationOutcome.Refused _ -> "refused";
      case OperationOutcome.Absent _ -> "absent";
      case OperationOutcome.NotSent _ -> "not_sent";
      case OperationOutcome.Unknown _ -> "unknown";
    };
  }

  private static String tag(AgreementOutcome outcome) {
    return switch (outcome) {
      case AgreementOutcome.Active _ -> "active";
      case AgreementOutcome.NeedsAction _ -> "needs_action";
      case AgreementOutcome.Pending _ -> "pending";
      case AgreementOutcome.Refused _ -> "refused";
      case AgreementOutcome.Ended _ -> "ended";
      case AgreementOutcome.Absent _ -> "absent";
      case AgreementOutcome.NotSent _ -> "not_sent";
      case AgreementOutcome.Unknown _ -> "unknown";
    };
  }
}
