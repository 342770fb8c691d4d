package io.tollgate.channels.adyen;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.tollgate.domain.channel.ChannelAccount;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Adyen account's own settings. All but {@value #MERCHANT_ACCOUNT} have a default; most of them
 * are facts that nobody confirmed (facts, section 3). A setting that cannot be read throws {@link
 * IllegalArgumentException}.
 *
 * <ul>
 *   <li>{@value #MERCHANT_ACCOUNT}: Adyen's name of the account; the one setting that is required.
 *   <li>{@value #RETURN_URL}: where payers come back to whose order does not say; Adyen demands
 *       one.
 *   <li>{@value #HOSTED}: the methods that payers pay by at Adyen's own page (a payment link),
 *       comma separated; none by default. A method that needs a token and has none always goes
 *       there.
 *   <li>{@value #DECIMALS}: the decimals of currencies that depart from ISO 4217 (unconfirmed).
 *   <li>{@value #REPEAT_MINUTES}: so long after it was sent a request whose answer never came is
 *       repeated under its key. It has to be shorter than the payer's window, else a payment could
 *       be made that was closed, and far shorter than keys are kept (7 days, unconfirmed).
 *   <li>{@value #IN_PROGRESS_CODE}: Adyen's error code for a request whose twin is under way
 *       (unconfirmed).
 *   <li>{@value #ERROR_IS_FINAL}: whether the result {@code Error} ends a payment (unconfirmed);
 *       where it does not, the AUTHORISATION webhook is waited for.
 *   <li>{@value #COMPLETED_LINK_IS_PAID}: whether a payment link that is completed is paid
 *       (unconfirmed); where it is not, the AUTHORISATION webhook is waited for, which also brings
 *       the reference that refunds need.
 *   <li>{@value #RECURRING_MODEL}: the kind of agreement: {@code UnscheduledCardOnFile}, {@code
 *       Subscription} or {@code CardOnFile}.
 *   <li>{@value #SEVERAL_CAPTURES}: whether the account may capture a payment more than once; else
 *       Adyen lets go what a capture leaves.
 *   <li>{@value #SIGNATURE_HEADER}: the header that signs webhooks about tokens (unconfirmed).
 *   <li>{@value #REPORT_URL}: where a day's settlement details report is, with {@code {account}}
 *       and {@code {day}} in it. Adyen names files by batch and adds the day on request, so that
 *       the name is unconfirmed.
 *   <li>{@value #REPORT_HOSTS}: the only hosts that reports are fetched from.
 *   <li>{@value #REPORT_AUTH}: {@code api-key} or {@code basic} (unconfirmed).
 * </ul>
 */
final class AdyenOptions {

  static final String MERCHANT_ACCOUNT = "merchant-account";
  static final String RETURN_URL = "return-url";
  static final String HOSTED = "hosted";
  static final String DECIMALS = "decimals";
  static final String REPEAT_MINUTES = "repeat-minutes";
  static final String IN_PROGRESS_CODE = "in-progress-code";
  static final String ERROR_IS_FINAL = "error-is-final";
  static final String COMPLETED_LINK_IS_PAID = "completed-link-is-paid";
  static final String RECURRING_MODEL = "recurring-model";
  static final String SEVERAL_CAPTURES = "several-captures";
  static final String SIGNATURE_HEADER = "signature-header";
  static final String REPORT_URL = "report-url";
  static final String REPORT_HOSTS = "report-hosts";
  static final String REPORT_AUTH = "report-auth";

  private static final Pattern DECIMALS_SHAPE = Pattern.compile("[A-Z]{3}:[0-3](,[A-Z]{3}:[0-3])*");
  private static final Set<String> RECURRING_MODELS =
      Set.of("UnscheduledCardOnFile", "Subscription", "CardOnFile");
  private static final String REPORTS =
      "/reports/download/MerchantAccount/{account}/settlement_detail_report_{day}.csv";

  private AdyenOptions() {}

  static String merchantAccount(ChannelAccount account) {
    var name = account.options().get(MERCHANT_ACCOUNT);
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException(MERCHANT_ACCOUNT + ": missing");
    }
    return name;
  }

  static @Nullable String returnUrl(ChannelAccount account) {
    return account.options().get(RETURN_URL);
  }

  static Set<String> hosted(ChannelAccount account) {
    return list(account.options().getOrDefault(HOSTED, ""));
  }

  static Map<String, Integer> decimals(ChannelAccount account) {
    var text = account.options().getOrDefault(DECIMALS, "CLP:2,CVE:0,IDR:0,ISK:2");
    if (!DECIMALS_SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          DECIMALS + ": '" + text + "' (expected: such as CLP:2,IDR:0)");
    }
    return Arrays.stream(text.split(","))
        .collect(
            toUnmodifiableMap(
                pair -> pair.substring(0, 3), pair -> Integer.valueOf(pair.substring(4))));
  }

  static Duration repeatFor(ChannelAccount account) {
    return Duration.ofMinutes(
        Integer.parseInt(account.options().getOrDefault(REPEAT_MINUTES, "10")));
  }

  static String inProgressCode(ChannelAccount account) {
    return account.options().getOrDefault(IN_PROGRESS_CODE, "704");
  }

  static boolean errorIsFinal(ChannelAccount account) {
    return flag(account, ERROR_IS_FINAL, "true");
  }

  static boolean completedLinkIsPaid(ChannelAccount account) {
    return flag(account, COMPLETED_LINK_IS_PAID, "false");
  }

  /** Never throws: only the word itself allows it. */
  static boolean severalCaptures(ChannelAccount account) {
    return "true".equals(account.options().get(SEVERAL_CAPTURES));
  }

  static String recurringModel(ChannelAccount account) {
    return oneOf(account, RECURRING_MODEL, "UnscheduledCardOnFile", RECURRING_MODELS);
  }

  static String signatureHeader(ChannelAccount account) {
    return account.options().getOrDefault(SIGNATURE_HEADER, "hmacsignature");
  }

  /** The live reports are where the live API is. */
  static String reportUrl(ChannelAccount account) {
    var host = String.valueOf(account.baseUrl().getHost());
    var reports =
        host.contains("-live") ? "https://ca-live.adyen.com" : "https://ca-test.adyen.com";
    return account.options().getOrDefault(REPORT_URL, reports + REPORTS);
  }

  static Set<String> reportHosts(ChannelAccount account) {
    return list(
        account.options().getOrDefault(REPORT_HOSTS, "ca-test.adyen.com,ca-live.adyen.com"));
  }

  static boolean reportsNeedPassword(ChannelAccount account) {
    return oneOf(account, REPORT_AUTH, "api-key", Set.of("api-key", "basic")).equals("basic");
  }

  private static boolean flag(ChannelAccount account, String name, String unlessSet) {
    return oneOf(account, name, unlessSet, Set.of("true", "false")).equals("true");
  }

  private static String oneOf(
      ChannelAccount account, String name, String unlessSet, Set<String> known) {
    var value = account.options().getOrDefault(name, unlessSet);
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          name + ": '" + value + "' (expected: one of " + known + ")");
    }
    return value;
  }

  private static Set<String> list(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(toUnmodifiableSet());
  }
}
