package io.tollgate.channels.paypal;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.tollgate.domain.channel.ChannelAccount;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The options of an account: what of PayPal nobody confirmed (facts, section 2), with the defaults
 * given there.
 *
 * @param chargesAtCreation option {@value #CHARGE}: whether a saved method goes out with the order
 *     that is created ({@code create}), or only with its completion ({@code complete}, the
 *     default). Both are in the official description; which of them an account may use is
 *     unconfirmed. By {@code complete} no order is ever paid whose id we do not know, so an order
 *     whose answer was lost can be asked for by repeating it
 * @param keysKept option {@value #KEY_HOURS}, default 6: how long PayPal remembers the key of an
 *     order (official description; up to 72 on request)
 * @param ordersKept option {@value #ORDER_HOURS}, default 3: after what time an order lapses that
 *     the payer did not approve (official description; 24, 48 or 72 on request)
 * @param wholeOnly option {@value #WHOLE_ONLY}, default {@code HUF,JPY,TWD}: currencies that are
 *     written without decimals
 * @param tokenType option {@value #TOKEN_TYPE}, default {@code SETUP_TOKEN}: what an approved setup
 *     token is called when it is exchanged. The description of 2024 lacks the word; PayPal's
 *     current SDK has it
 */
record PayPalSettings(
    boolean chargesAtCreation,
    Duration keysKept,
    Duration ordersKept,
    Set<String> wholeOnly,
    String tokenType) {

  static final String CHARGE = "charge";
  static final String KEY_HOURS = "key-hours";
  static final String ORDER_HOURS = "order-hours";
  static final String WHOLE_ONLY = "whole-only";
  static final String TOKEN_TYPE = "vault-token-type";
  static final String WEBHOOK_ID = "webhook-id";

  private static final Pattern HOURS = Pattern.compile("[1-9][0-9]{0,2}");

  /** Throws {@link IllegalArgumentException} where a number of hours is none. */
  static PayPalSettings of(ChannelAccount account) {
    return new PayPalSettings(
        "create".equals(text(account, CHARGE, "complete")),
        hours(account, KEY_HOURS, "6"),
        hours(account, ORDER_HOURS, "3"),
        words(text(account, WHOLE_ONLY, "HUF,JPY,TWD")),
        text(account, TOKEN_TYPE, "SETUP_TOKEN"));
  }

  /** PayPal's id of the webhook, which is part of what is signed; empty where there is none. */
  static String webhookId(ChannelAccount account) {
    return text(account, WEBHOOK_ID, "");
  }

  private static String text(ChannelAccount account, String name, String unlessSet) {
    return account.options().getOrDefault(name, unlessSet).strip();
  }

  private static Duration hours(ChannelAccount account, String name, String unlessSet) {
    var text = text(account, name, unlessSet);
    if (!HOURS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "option '%s' of %s: %s (expected: 1 to 999 hours)".formatted(name, account.id(), text));
    }
    return Duration.ofHours(Long.parseLong(text));
  }

  private static Set<String> words(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).collect(toUnmodifiableSet());
  }
}
