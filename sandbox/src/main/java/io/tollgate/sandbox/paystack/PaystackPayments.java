package io.tollgate.sandbox.paystack;

import io.tollgate.sandbox.paystack.PaystackReply.Way;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes payments: at a page, by authorizations, and directly. */
final class PaystackPayments {

  /** The one-time password of every payer. */
  static final String OTP = "123456";

  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9.=-]{1,100}");
  private static final Pattern CURRENCY = Pattern.compile("GHS|KES|NGN|USD|XOF|ZAR");

  private final String baseUrl;
  private final PaystackBook book;
  private final PaystackMandates mandates;
  private final PaystackCallbacks callbacks;

  PaystackPayments(
      String baseUrl, PaystackBook book, PaystackMandates mandates, PaystackCallbacks callbacks) {
    this.baseUrl = baseUrl;
    this.book = book;
    this.mandates = mandates;
    this.callbacks = callbacks;
  }

  PaystackReply initialize(JsonNode body) {
    String channel = body.path("channels").path(0).asString("card");
    return taken(
        body,
        channel,
        script(body, ""),
        sale -> {
          ObjectNode data =
              PaystackJson.object()
                  .put("authorization_url", baseUrl + "/_sim/page/" + sale.reference())
                  .put("access_code", "access" + sale.id())
                  .put("reference", sale.reference());
          return PaystackReply.of("Authorization URL created", data);
        });
  }

  PaystackReply chargeAuthorization(JsonNode body) {
    String code = body.path("authorization_code").asString("");
    String name = code.startsWith("AUTH_") ? code.substring(5) : "";
    if (mandates.isActive(code)) {
      return taken(body, "direct_debit", PaystackScript.PENDING, this::charged);
    }
    return PaystackScript.named(name).isEmpty()
        ? PaystackReply.invalid("Authorization code is invalid")
        : taken(body, "card", script(body, name), this::charged);
  }

  PaystackReply charge(JsonNode body) {
    for (String channel : new String[] {"bank", "eft", "mobile_money", "ussd"}) {
      if (body.path(channel).isObject()) {
        return taken(body, channel, script(body, ""), this::charged);
      }
    }
    return PaystackReply.invalid("Pass what to charge");
  }

  PaystackReply submitOtp(JsonNode body) {
    PaystackSale sale = book.find(body.path("reference").asString(""));
    if (sale == null || !sale.status().equals("send_otp")) {
      return PaystackReply.invalid("No charge waits for a password");
    }
    if (!body.path("otp").asString("").equals(OTP)) {
      return PaystackReply.invalid("Provided registration token is invalid");
    }
    return told(moved(sale.reference(), PaystackSale::succeeded));
  }

  PaystackReply pending(String reference) {
    PaystackSale sale = book.find(reference);
    return sale == null ? unknown() : told(sale);
  }

  PaystackReply verify(String reference) {
    PaystackSale sale = book.find(reference);
    return sale == null
        ? unknown()
        : PaystackReply.of("Verification successful", PaystackJson.sale(verified(sale)));
  }

  /** What a payer does at the page; empty where there is none to do it at. */
  Optional<PaystackSale> act(String reference, String outcome) {
    PaystackSale sale = book.find(reference);
    if (sale == null || sale.isOver()) {
      return Optional.empty();
    }
    return switch (outcome) {
      case "succeed" -> Optional.of(moved(reference, PaystackSale::succeeded));
      case "fail" -> Optional.of(moved(reference, it -> it.declined("Declined")));
      case "begin" -> Optional.of(moved(reference, it -> it.waiting("ongoing")));
      case "leave" -> Optional.of(moved(reference, it -> it.waiting("abandoned")));
      default -> Optional.empty();
    };
  }

  private PaystackReply taken(
      JsonNode body,
      String channel,
      PaystackScript script,
      Function<PaystackSale, PaystackReply> taking) {
    PaystackReply early =
        switch (script.answering) {
          case BUSY -> PaystackReply.refusal(429, "rate_limited", "Please wait a few minutes");
          case REFUSED -> PaystackReply.invalid("Currency not supported by merchant");
          case FAIL_BEFORE -> PaystackReply.broken();
          case DROP_BEFORE -> PaystackReply.broken().by(Way.HANG_UP);
          default -> null;
        };
    return early == null ? opened(body, channel, script, taking) : early;
  }

  private PaystackReply opened(
      JsonNode body,
      String channel,
      PaystackScript script,
      Function<PaystackSale, PaystackReply> taking) {
    String problem = problem(body);
    if (problem != null) {
      return PaystackReply.invalid(problem);
    }
    PaystackSale sale =
        new PaystackSale(
            book.nextId(),
            body.path("reference").asString(),
            body.path("email").asString(),
            body.path("amount").asLong(),
            body.path("currency").asString(),
            channel,
            script,
            "abandoned",
            "The transaction was not completed",
            Instant.now(),
            null,
            body.path("callback_url").asString(null));
    if (!book.add(sale)) {
      return PaystackReply.refusal(400, "duplicate_reference", "Duplicate Transaction Reference");
    }
    PaystackReply reply = taking.apply(sale);
    return switch (script.answering) {
      case SLOW -> reply.by(Way.LATE);
      case SILENT -> reply.by(Way.NEVER);
      case DROP_AFTER -> reply.by(Way.HANG_UP);
      case FAIL_AFTER -> PaystackReply.broken();
      default -> reply;
    };
  }

  private static @Nullable String problem(JsonNode body) {
    if (!body.path("email").asString("").contains("@")) {
      return "Invalid Email Address Passed";
    }
    if (!body.path("amount").isIntegralNumber() || body.path("amount").asLong() < 1) {
      return "Invalid Amount Sent";
    }
    if (!REFERENCE.matcher(body.path("reference").asString("")).matches()) {
      return "Invalid character in transaction reference";
    }
    return CURRENCY.matcher(body.path("currency").asString("")).matches()
        ? null
        : "Currency not supported by merchant";
  }

  /** Charges at once, as the script says. */
  private PaystackReply charged(PaystackSale sale) {
    String reference = sale.reference();
    PaystackScript script = sale.script();
    return told(
        switch (script.course) {
          case SUCCEED -> moved(reference, PaystackSale::succeeded);
          case DECLINE -> moved(reference, it -> it.declined(script.decline));
          case OTP -> moved(reference, it -> it.waiting("send_otp"));
          case BIRTHDAY -> moved(reference, it -> it.waiting("send_birthday"));
          case PAGE -> moved(reference, it -> it.waiting("open_url"));
          case OFFLINE -> {
            callbacks.later(() -> moved(reference, PaystackSale::succeeded));
            yield moved(reference, it -> it.waiting("pay_offline"));
          }
          case LATER -> {
            callbacks.later(() -> moved(reference, PaystackSale::succeeded));
            yield moved(reference, it -> it.waiting("pending"));
          }
          case LATER_DECLINE -> {
            callbacks.later(() -> moved(reference, it -> it.declined(script.decline)));
            yield moved(reference, it -> it.waiting("pending"));
          }
        });
  }

  private PaystackSale moved(String reference, UnaryOperator<PaystackSale> change) {
    PaystackSale before = book.find(reference);
    PaystackSale after = book.change(reference, change);
    if (before == null || after == null) {
      throw new IllegalStateException("no such transaction: " + reference);
    }
    if (!before.isOver() && after.isOver()) {
      callbacks.tell(after);
    }
    return after;
  }

  private PaystackReply told(PaystackSale sale) {
    ObjectNode data = sale.isOver() ? PaystackJson.sale(sale) : PaystackJson.underWay(sale);
    switch (sale.status()) {
      case "open_url" -> data.put("url", baseUrl + "/_sim/page/" + sale.reference());
      case "pay_offline" -> {
        if (sale.channel().equals("ussd")) {
          data.put("ussd_code", "*737*33*4*" + sale.id() + "#");
        }
      }
      default -> {}
    }
    if (sale.script().answering == PaystackScript.Answering.TERSE) {
      data = PaystackJson.object().put("reference", sale.reference()).put("status", sale.status());
    }
    if (sale.script().answering == PaystackScript.Answering.OTHER_AMOUNT) {
      data.put("amount", sale.amount() + 1);
    }
    return PaystackReply.of("Charge attempted", data);
  }

  /** Waiting for a payer has one word when it is verified. */
  private static PaystackSale verified(PaystackSale sale) {
    return switch (sale.status()) {
      case "send_otp", "send_birthday", "open_url", "pay_offline" -> sale.waiting("ongoing");
      default -> sale;
    };
  }

  private static PaystackScript script(JsonNode body, String name) {
    String email = body.path("email").asString("");
    return PaystackScript.named(name)
        .or(() -> PaystackScript.named(email.substring(0, Math.max(0, email.indexOf('@')))))
        .orElse(PaystackScript.APPROVED);
  }

  private static PaystackReply unknown() {
    return PaystackReply.notFound("transaction_not_found", "Transaction reference not found.");
  }
}
