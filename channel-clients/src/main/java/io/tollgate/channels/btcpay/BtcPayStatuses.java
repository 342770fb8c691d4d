package io.tollgate.channels.btcpay;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of invoices mean (facts, section 15, "Status"). A status that is not listed is
 * unknown, and an alarm; so is money that came and pays for nothing, because somebody has to give
 * it back.
 */
final class BtcPayStatuses {

  static final String MARKED = "Marked";

  private static final String INVALID = "Invalid";
  private static final Set<String> ADDITIONAL =
      Set.of("None", "PaidLate", "PaidPartial", MARKED, INVALID, "PaidOver");

  private BtcPayStatuses() {}

  /** The payment that an invoice stands for. */
  static ChannelOutcome payment(BtcPayInvoice invoice, ChannelAccount account, Alarms alarms) {
    var id = invoice.id();
    var status = invoice.status();
    var additional = invoice.additionalStatus();
    if (id == null || status == null || additional == null) {
      return new Unknown("unreadable answer");
    }
    if (!ADDITIONAL.contains(additional)) {
      return unmapped("additional status", additional, alarms);
    }
    return switch (status) {
      case "New" -> new NeedsAction(BtcPayNextSteps.page(invoice, account, alarms), id);
      case "Processing" -> new Pending(id);
      case "Settled" -> {
        alarmOnMoney("PaidOver".equals(additional), invoice, alarms);
        yield new Approved(id);
      }
      case "Expired" -> {
        alarmOnMoney(invoice.hasMoney(), invoice, alarms);
        yield new Closed(true, id);
      }
      case INVALID -> {
        alarmOnMoney(invoice.hasMoney(), invoice, alarms);
        yield new Declined(
            new DeclineReason(Category.OTHER, MARKED.equals(additional) ? MARKED : INVALID), id);
      }
      default -> unmapped("status", status, alarms);
    };
  }

  /**
   * The same to whoever closes the payment: what is marked invalid was closed, by this request or
   * one before, or by a person.
   */
  static ChannelOutcome whenClosing(ChannelOutcome said) {
    return said instanceof Declined(var reason, var id) && MARKED.equals(reason.channelCode())
        ? new Closed(false, id)
        : said;
  }

  /** The word if it is one, fit for a log and for merchants. */
  static @Nullable String word(String text) {
    return text.matches("[A-Za-z0-9_.\\[\\]-]{1,64}") ? text : null;
  }

  private static void alarmOnMoney(boolean isLeft, BtcPayInvoice invoice, Alarms alarms) {
    if (isLeft) {
      alarms.raise(
          Alarm.MISMATCH,
          "invoice %s (%s, %s) has money to be given back"
              .formatted(invoice.id(), invoice.status(), invoice.additionalStatus()));
    }
  }

  private static Unknown unmapped(String what, String word, Alarms alarms) {
    var said = what + " " + word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return new Unknown(said + " is not known");
  }
}
