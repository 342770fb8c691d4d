package io.tollgate.gateway.payment;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.Product;
import io.tollgate.gateway.edge.JsonBodies;
import io.tollgate.gateway.edge.JsonShape;
import io.tollgate.gateway.edge.JsonShape.Field;
import io.tollgate.gateway.edge.SignedCall;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import tools.jackson.databind.JsonNode;

/** Binds a merchant's request to a command; every shape error ends here. */
public final class PaymentRequests {

  /** The largest amount taken: 10^14 - 1 minor units, far below an overflow. */
  private static final long MAX_AMOUNT = 99_999_999_999_999L;

  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(10);
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** Where a merchant's own numbers stand, which may look like card numbers. */
  private static final Set<String> OWN_NUMBERS = Set.of("/reference", "/customer/id");

  private static final JsonShape.Fields METHOD =
      JsonShape.fields(
          "What the payer pays with.",
          field -> {
            field.accept(
                "type",
                new Field(
                    true, text("`card`, `ideal`, … in the channels' words.", 1, 32, "[a-z0-9_]+")));
            field.accept(
                "token",
                new Field(
                    false,
                    text(
                        "The channel's own token of it. Card numbers are refused.",
                        1,
                        4096,
                        "[!-~]+")));
          });

  private static final JsonShape.Fields CUSTOMER =
      JsonShape.fields(
          "Who pays, as far as you tell.",
          field -> {
            field.accept("id", new Field(false, text("Your id of the customer.", 1, 64, "[!-~]+")));
            field.accept(
                "email", new Field(false, text("Where the payer gets mail.", 3, 254, ".+@.+")));
            field.accept(
                "country",
                new Field(false, text("ISO 3166-1 alpha-2, upper case.", 2, 2, "[A-Z]{2}")));
            field.accept(
                "name", new Field(false, text("As the payer writes it.", 1, 128, "\\P{Cntrl}+")));
            field.accept(
                "phone",
                new Field(false, text("E.164, with its plus sign.", 8, 16, "\\+[1-9][0-9]{6,14}")));
            field.accept(
                "ip",
                new Field(
                    false,
                    text(
                        "The address of the payer's device, IPv4 or IPv6.",
                        2,
                        45,
                        "[0-9a-fA-F.:]+")));
          });

  /** What a request for a payment looks like. */
  public static final JsonShape.Fields SHAPE =
      JsonShape.fields(
          "A payment to take.",
          field -> {
            field.accept(
                "reference",
                new Field(
                    true,
                    text(
                        "Your own order number, unique for ever: it makes the request idempotent.",
                        1,
                        64,
                        "[!-~]+")));
            field.accept(
                "product",
                new Field(
                    true,
                    new JsonShape.Choice(
                        "The payment product.",
                        Arrays.stream(Product.values()).map(Product::code).toList())));
            field.accept(
                "amount",
                new Field(
                    true,
                    new JsonShape.Whole(
                        "In the currency's minor units: 1299 is EUR 12.99 and JPY 1299.",
                        1,
                        MAX_AMOUNT)));
            field.accept(
                "currency",
                new Field(
                    true,
                    new JsonShape.Text(
                        "ISO 4217, upper case.",
                        3,
                        3,
                        Map.of("pattern", "^[A-Z]{3}$"),
                        PaymentRequests::currencyProblem)));
            field.accept("method", new Field(true, METHOD));
            field.accept(
                "capture",
                new Field(
                    false,
                    new JsonShape.Choice(
                        "`automatic` takes the money at once, `manual` holds it.",
                        Arrays.stream(CaptureMode.values()).map(CaptureMode::code).toList())));
            field.accept(
                "return_url",
                new Field(
                    false,
                    new JsonShape.Text(
                        "Where the payer comes back to.",
                        8,
                        2048,
                        Map.of("format", "uri"),
                        PaymentRequests::addressProblem)));
            field.accept(
                "description",
                new Field(
                    false,
                    new JsonShape.Text(
                        "What the payer may read on a statement.", 1, 255, Map.of(), null)));
            field.accept("customer", new Field(false, CUSTOMER));
            field.accept(
                "metadata",
                new Field(
                    false,
                    new JsonShape.Notes("Your own notes, given back as they came.", 50, 40, 500)));
          });

  private PaymentRequests() {}

  /** The command that a signed request is. */
  static PayCommand payCommand(SignedCall call, ServerRequest request) {
    return new PayCommand(
        order(call.caller().merchant(), call.body()),
        fingerprint(call.body()),
        call.caller(),
        patience(request));
  }

  static Order order(MerchantId merchant, byte[] body) {
    return order(merchant, JsonBodies.read(body, SHAPE, OWN_NUMBERS));
  }

  static Fingerprint fingerprint(byte[] body) {
    try {
      return new Fingerprint(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  private static Order order(MerchantId merchant, JsonNode json) {
    return new Order(
        merchant,
        new Reference(json.get("reference").stringValue()),
        Product.coded(json.get("product").stringValue()).orElseThrow(),
        Money.of(json.get("amount").longValue(), json.get("currency").stringValue()),
        "manual".equals(text(json, "capture")) ? CaptureMode.MANUAL : CaptureMode.AUTOMATIC,
        new Method(json.get("method").get("type").stringValue(), text(json.get("method"), "token")),
        json.has("customer") ? customer(json.get("customer")) : Customer.UNKNOWN,
        json.has("return_url") ? URI.create(json.get("return_url").stringValue()) : null,
        text(json, "description"),
        json.has("metadata") ? notes(json.get("metadata")) : Map.of());
  }

  private static Customer customer(JsonNode json) {
    return new Customer(
        text(json, "id"),
        text(json, "email"),
        text(json, "country"),
        text(json, "name"),
        text(json, "phone"),
        text(json, "ip"));
  }

  private static Map<String, String> notes(JsonNode json) {
    var notes = new LinkedHashMap<String, String>();
    json.properties().forEach(note -> notes.put(note.getKey(), note.getValue().stringValue()));
    return notes;
  }

  private static @Nullable String text(JsonNode json, String field) {
    var value = json.get(field);
    return value == null ? null : value.stringValue();
  }

  /** {@code Prefer: wait=N} (RFC 7240, section 4.3), in seconds, at most 30. */
  static Duration patience(ServerRequest request) {
    for (var preference : request.headers().header("Prefer")) {
      for (var part : preference.split(",")) {
        var trimmed = part.strip();
        if (trimmed.startsWith("wait=")) {
          return seconds(trimmed.substring(5));
        }
      }
    }
    return DEFAULT_WAIT;
  }

  private static Duration seconds(String text) {
    if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(Character::isDigit)) {
      throw new GatewayFault(
          FaultCode.INVALID_REQUEST, "Prefer: wait (expected: whole seconds, at most 30)");
    }
    var wanted = Duration.ofSeconds(Integer.parseInt(text));
    return wanted.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wanted;
  }

  private static JsonShape.Text text(String description, int min, int max, String pattern) {
    var compiled = java.util.regex.Pattern.compile(pattern);
    return new JsonShape.Text(
        description,
        min,
        max,
        Map.of("pattern", "^" + pattern + "$"),
        text -> compiled.matcher(text).matches() ? null : "matching " + pattern);
  }

  private static @Nullable String currencyProblem(String code) {
    return Money.currency(code).isPresent() ? null : "an ISO 4217 code, upper case";
  }

  private static @Nullable String addressProblem(String text) {
    try {
      var address = new URI(text);
      boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
      return web && address.getHost() != null ? null : "an http or https address";
    } catch (URISyntaxException malformed) {
      return "an http or https address";
    }
  }
}
