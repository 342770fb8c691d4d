package io.tollgate.persistence.snapshot;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.lifecycle.PaymentEvent;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Attempt;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.ConflictRecord;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * Reads what {@link SnapshotWriter} wrote, in one pass, skipping every field that it does not know.
 * The fields of an object may come in any order, so each object is gathered in a small document
 * first.
 */
final class SnapshotReader {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final JsonParser json;

  private SnapshotReader(JsonParser json) {
    this.json = json;
  }

  static Payment read(String text) {
    try (var json = PaymentSnapshots.JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      var payment = new SnapshotReader(json).payment();
      if (json.nextToken() != null) {
        throw new UnreadableSnapshot("text behind the snapshot");
      }
      return payment;
    }
  }

  private Payment payment() {
    var document = new PaymentDocument();
    object(name -> {
      switch (name) {
        case "format" -> document.format = json.getIntValue();
        case "id" -> document.id = text();
        case "version" -> document.version = json.getLongValue();
        case "status" -> document.status = text();
        case "order" -> document.order = order();
        case "attempts" -> document.attempts = list(this::attempt);
        case "next_step" -> document.nextStep = nextStep();
        case "failure" -> document.failure = failure();
        case "conflicts" -> document.conflicts = list(this::conflict);
        case "created_at" -> document.createdAt = instant();
        case "updated_at" -> document.updatedAt = instant();
        case "pay_by" -> document.payBy = instant();
        default -> json.skipChildren();
      }
    });
    return document.toPayment();
  }

  private Order order() {
    var document = new OrderDocument();
    object(name -> {
      switch (name) {
        case "merchant" -> document.merchant = text();
        case "reference" -> document.reference = text();
        case "product" -> document.product = text();
        case "minor_units" -> document.minorUnits = json.getLongValue();
        case "currency" -> document.currency = text();
        case "capture" -> document.capture = text();
        case "method" -> document.method = method();
        case "customer" -> document.customer = customer();
        case "return_url" -> document.returnUrl = text();
        case "description" -> document.description = text();
        case "metadata" -> document.metadata = fields();
        default -> json.skipChildren();
      }
    });
    return document.toOrder();
  }

  private Method method() {
    var fields = fields();
    return new Method(required(fields.get("type"), "type"), fields.get("token"));
  }

  private Customer customer() {
    var fields = fields();
    return new Customer(
        fields.get("id"),
        fields.get("email"),
        fields.get("country"),
        fields.get("name"),
        fields.get("phone"),
        fields.get("ip"));
  }

  private Attempt attempt() {
    var document = new AttemptDocument();
    object(name -> {
      switch (name) {
        case "number" -> document.number = json.getIntValue();
        case "account" -> document.account = text();
        case "request_id" -> document.requestId = text();
        case "channel_reference" -> document.channelReference = text();
        case "started_at" -> document.startedAt = instant();
        default -> json.skipChildren();
      }
    });
    return document.toAttempt();
  }

  private NextStep nextStep() {
    var fields = fields();
    var type = required(fields.get("type"), "type");
    var value = fields.get("value");
    return switch (type) {
      case "done" -> new NextStep.Done();
      case "wait" -> new NextStep.Wait();
      case "redirect" -> new NextStep.Redirect(URI.create(required(value, "value")));
      case "enter_otp" -> new NextStep.EnterOtp(required(value, "value"));
      case "show_code" -> new NextStep.ShowCode(required(value, "value"));
      default -> throw new UnreadableSnapshot("next_step: an unknown type");
    };
  }

  private DeclineReason failure() {
    var fields = fields();
    var category = DeclineReason.Category.valueOf(required(fields.get("category"), "category"));
    return new DeclineReason(category, fields.get("channel_code"));
  }

  private ConflictRecord conflict() {
    var document = new ConflictDocument();
    object(name -> {
      switch (name) {
        case "attempt" -> document.attempt = json.getIntValue();
        case "event" -> document.event = text();
        case "at" -> document.at = instant();
        default -> json.skipChildren();
      }
    });
    return document.toConflict();
  }

  /** The texts of an object; anything else in it is skipped. */
  private Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    object(name -> {
      if (json.currentToken() == JsonToken.VALUE_STRING) {
        fields.put(name, json.getString());
      } else {
        json.skipChildren();
      }
    });
    return fields;
  }

  private void object(Consumer<String> onField) {
    expect(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      var name = json.currentName();
      json.nextToken();
      onField.accept(name);
    }
  }

  private <T> List<T> list(Supplier<T> element) {
    expect(JsonToken.START_ARRAY);
    var list = new ArrayList<T>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(element.get());
    }
    return list;
  }

  private String text() {
    expect(JsonToken.VALUE_STRING);
    return json.getString();
  }

  private Instant instant() {
    long nanos = json.getLongValue();
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  private void expect(JsonToken token) {
    if (json.currentToken() != token) {
      throw new UnreadableSnapshot(
          json.currentName() + ": " + json.currentToken() + " (expected: " + token + ")");
    }
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new UnreadableSnapshot(name + ": missing");
    }
    return value;
  }

  private static final class PaymentDocument {
    int format;
    @Nullable String id;
    @Nullable Long version;
    @Nullable String status;
    @Nullable Order order;
    @Nullable List<Attempt> attempts;
    @Nullable NextStep nextStep;
    @Nullable DeclineReason failure;
    List<ConflictRecord> conflicts = List.of();
    @Nullable Instant createdAt;
    @Nullable Instant updatedAt;
    @Nullable Instant payBy;

    Payment toPayment() {
      if (format != PaymentSnapshots.FORMAT) {
        throw new UnreadableSnapshot(
            "format: " + format + " (expected: " + PaymentSnapshots.FORMAT + ")");
      }
      return new Payment(
          new PaymentId(required(id, "id")),
          required(version, "version"),
          PaymentStatus.valueOf(required(status, "status")),
          required(order, "order"),
          required(attempts, "attempts"),
          required(nextStep, "next_step"),
          failure,
          conflicts,
          required(createdAt, "created_at"),
          required(updatedAt, "updated_at"),
          required(payBy, "pay_by"));
    }
  }

  private static final class OrderDocument {
    @Nullable String merchant;
    @Nullable String reference;
    @Nullable String product;
    @Nullable Long minorUnits;
    @Nullable String currency;
    @Nullable String capture;
    @Nullable Method method;
    Customer customer = Customer.UNKNOWN;
    @Nullable String returnUrl;
    @Nullable String description;
    Map<String, String> metadata = Map.of();

    Order toOrder() {
      return new Order(
          new MerchantId(required(merchant, "merchant")),
          new Reference(required(reference, "reference")),
          Product.valueOf(required(product, "product")),
          Money.of(required(minorUnits, "minor_units"), required(currency, "currency")),
          CaptureMode.valueOf(required(capture, "capture")),
          required(method, "method"),
          customer,
          returnUrl == null ? null : URI.create(returnUrl),
          description,
          metadata);
    }
  }

  private static final class AttemptDocument {
    int number;
    @Nullable String account;
    @Nullable String requestId;
    @Nullable String channelReference;
    @Nullable Instant startedAt;

    Attempt toAttempt() {
      return new Attempt(
          number,
          AccountId.parse(required(account, "account")),
          ChannelRequestId.parse(required(requestId, "request_id"))
              .orElseThrow(() -> new UnreadableSnapshot("request_id: not one of ours")),
          channelReference,
          required(startedAt, "started_at"));
    }
  }

  private static final class ConflictDocument {
    int attempt;
    @Nullable String event;
    @Nullable Instant at;

    ConflictRecord toConflict() {
      return new ConflictRecord(
          attempt, PaymentEvent.valueOf(required(event, "event")), required(at, "at"));
    }
  }
}
