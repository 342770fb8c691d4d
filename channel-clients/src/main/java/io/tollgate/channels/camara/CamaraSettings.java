package io.tollgate.channels.camara;

import static java.util.Map.entry;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides for itself, as the account's options say it. The standard is the same
 * for all operators (facts, section 14); what it leaves open, or says in a way that can be read
 * twice, is here. A value that cannot be used throws, before anything is sent.
 */
record CamaraSettings(ChannelAccount account) {

  /**
   * {@code one-step} (default) or {@code two-step}: how an order is taken whose merchant captures
   * nothing by hand. Where the operator lets the payer confirm by a one-time password, only two
   * steps can do it (description, "2-STEP Payment").
   */
  static final String FLOW = "flow";

  /**
   * Whether amounts hold the taxes: {@code true} (default, since an order's amount is what the
   * payer pays) or {@code false}, which is the standard's own default.
   */
  static final String TAX_INCLUDED = "tax-included";

  /** Where access tokens come from; the standard has no place for it, so it has to be set. */
  static final String TOKEN_URL = "token-url";

  /**
   * {@code private_key_jwt} (default, the only one by CAMARA's Security and Interoperability
   * profile, "Client Authentication") or {@code client_secret_basic}.
   */
  static final String CLIENT_AUTHENTICATION = "client-authentication";

  /** What our key is called at the operator; left out where it is not set. */
  static final String KEY_ID = "key-id";

  /**
   * What a token is asked for. Default: all scopes of both descriptions, and the purpose that the
   * profile wants ("There MUST be exactly one purpose"); which one is unconfirmed.
   */
  static final String SCOPE = "scope";

  /** Our address that events are sent to, by HTTPS; without it there are none. */
  static final String CALLBACK_URL = "callback-url";

  /** Payments on a page of a list; the standard names no limit. Default 50. */
  static final String PAGE_SIZE = "page-size";

  /**
   * What {@code page} counts: {@code pages} (default) or {@code items}. The description says "index
   * to indicate the start of the resources", which can mean either (unconfirmed).
   */
  static final String PAGING = "paging";

  /** {@code list} (default) or {@code file}: where statements come from (facts, "Settlement"). */
  static final String STATEMENT = "statement";

  /** The zone of the operator's days; default UTC. */
  static final String TIME_ZONE = "time-zone";

  /**
   * Lists go by the day a payment was made, and statements by the day it was paid or given back: so
   * many days before are looked through as well. Default 1.
   */
  static final String LOOK_BACK_DAYS = "look-back-days";

  /** {@code list} (default) or {@code none}: each payment's refunds are a request of their own. */
  static final String STATEMENT_REFUNDS = "statement-refunds";

  /** The operator's file of a day, where there is one, with {@code {day}} for the ISO date. */
  static final String FILE_URL = "file-url";

  /**
   * What the columns of that file are called: {@code amount=Betrag,currency=…}. Needed are {@code
   * request}, {@code amount}, {@code currency} and {@code time}; {@code reference}, {@code fee} and
   * {@code kind} may be there.
   */
  static final String FILE_COLUMNS = "file-columns";

  /** What stands between the cells; default a comma. */
  static final String FILE_SEPARATOR = "file-separator";

  /** What the operator may show to the payer and count by; left out where it is not set. */
  static final List<Map.Entry<String, String>> METADATA =
      List.of(
          entry("merchantName", "merchant-name"),
          entry("merchantIdentifier", "merchant-id"),
          entry("purchaseCategoryCode", "category"),
          entry("channel", "channel"));

  static final String CLIENT_ID = "client-id";
  static final String CLIENT_KEY = "client-key";
  static final String CLIENT_SECRET = "client-secret";
  static final String CALLBACK = "callback";
  static final String CALLBACK_PREVIOUS = "callback-previous";

  private static final String ALL_SCOPES =
      "dpv:PaymentManagement"
          + " carrier-billing:payments:create"
          + " carrier-billing:payments:read"
          + " carrier-billing:payments:write"
          + " carrier-billing-refund:refunds:create"
          + " carrier-billing-refund:refunds:read";

  /** Whether an order is reserved first and taken later. */
  boolean isTwoStep(Order order) {
    return order.capture() == CaptureMode.MANUAL || isOther(FLOW, "one-step", "two-step");
  }

  boolean isTaxIncluded() {
    return !isOther(TAX_INCLUDED, "true", "false");
  }

  boolean hasKey() {
    return !isOther(CLIENT_AUTHENTICATION, "private_key_jwt", "client_secret_basic");
  }

  boolean countsItems() {
    return isOther(PAGING, "pages", "items");
  }

  boolean hasFile() {
    return isOther(STATEMENT, "list", "file");
  }

  boolean listsRefunds() {
    return !isOther(STATEMENT_REFUNDS, "list", "none");
  }

  URI tokenUrl() {
    return URI.create(needed(TOKEN_URL));
  }

  String scope() {
    return account.options().getOrDefault(SCOPE, ALL_SCOPES);
  }

  int pageSize() {
    return number(PAGE_SIZE, 50);
  }

  int lookBackDays() {
    return number(LOOK_BACK_DAYS, 1);
  }

  ZoneId zone() {
    return ZoneId.of(account.options().getOrDefault(TIME_ZONE, "UTC"));
  }

  /** Where events go, if the account has an address for them and a secret to know them by. */
  Optional<String> callbackUrl() {
    return callbackSecrets().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(option(CALLBACK_URL));
  }

  /** The newest first. */
  List<Secret> callbackSecrets() {
    return Stream.of(CALLBACK, CALLBACK_PREVIOUS)
        .map(account.secrets()::get)
        .filter(Objects::nonNull)
        .filter(secret -> secret.reveal().length > 0)
        .toList();
  }

  /** Everything about payments: their list, and what is below it. */
  String payments() {
    return base() + "/carrier-billing/v0.5/payments";
  }

  /** The refunds of a payment. */
  String refunds(CamaraReference payment) {
    return base() + "/carrier-billing-refund/v0.3/payments/" + payment.paymentId() + "/refunds";
  }

  @Nullable String option(String name) {
    return account.options().get(name);
  }

  String needed(String name) {
    var value = option(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "option '" + name + "' of " + account.id() + " is missing");
    }
    return value;
  }

  private String base() {
    var base = account.baseUrl().toString();
    return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  /** Whether an option has its other value. */
  private boolean isOther(String name, String usual, String other) {
    var value = account.options().getOrDefault(name, usual);
    if (!value.equals(usual) && !value.equals(other)) {
      throw new IllegalArgumentException(
          "option '%s' of %s: '%s' (expected: %s or %s)"
              .formatted(name, account.id(), value, usual, other));
    }
    return value.equals(other);
  }

  private int number(String name, int usual) {
    var value = option(name);
    if (value == null) {
      return usual;
    }
    if (!value.matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "option '%s' of %s: '%s' (expected: a number)".formatted(name, account.id(), value));
    }
    return Integer.parseInt(value);
  }
}
