package io.tollgate.persistence.snapshot;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.payment.Attempt;
import io.tollgate.domain.payment.ConflictRecord;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.product.NextStep;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Writes one payment; the names of the fields are those that {@link SnapshotReader} knows. */
final class SnapshotWriter {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final JsonGenerator json;

  private SnapshotWriter(JsonGenerator json) {
    this.json = json;
  }

  static String write(Payment payment) {
    var text = new StringWriter(1024);
    try (var json = PaymentSnapshots.JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      new SnapshotWriter(json).payment(payment);
    }
    return text.toString();
  }

  private void payment(Payment payment) {
    json.writeStartObject();
    json.writeNumberProperty("format", PaymentSnapshots.FORMAT);
    json.writeStringProperty("id", payment.id().value());
    json.writeNumberProperty("version", payment.version());
    json.writeStringProperty("status", payment.status().name());
    order(payment.order());
    attempts(payment.attempts());
    nextStep(payment.nextStep());
    failure(payment.failure());
    conflicts(payment.conflicts());
    instant("created_at", payment.createdAt());
    instant("updated_at", payment.updatedAt());
    instant("pay_by", payment.payBy());
    json.writeEndObject();
  }

  private void order(Order order) {
    json.writeObjectPropertyStart("order");
    json.writeStringProperty("merchant", order.merchant().value());
    json.writeStringProperty("reference", order.reference().value());
    json.writeStringProperty("product", order.product().name());
    json.writeNumberProperty("minor_units", order.amount().minorUnits());
    json.writeStringProperty("currency", order.amount().currency().getCurrencyCode());
    json.writeStringProperty("capture", order.capture().name());
    method(order.method());
    customer(order.customer());
    text("return_url", order.returnUrl());
    text("description", order.description());
    metadata(order.metadata());
    json.writeEndObject();
  }

  private void method(Method method) {
    json.writeObjectPropertyStart("method");
    json.writeStringProperty("type", method.type());
    text("token", method.token());
    json.writeEndObject();
  }

  private void customer(Customer customer) {
    json.writeObjectPropertyStart("customer");
    text("id", customer.id());
    text("email", customer.email());
    text("country", customer.country());
    text("name", customer.name());
    text("phone", customer.phone());
    text("ip", customer.ip());
    json.writeEndObject();
  }

  private void metadata(Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("metadata");
    metadata.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  private void attempts(List<Attempt> attempts) {
    json.writeArrayPropertyStart("attempts");
    attempts.forEach(this::attempt);
    json.writeEndArray();
  }

  private void attempt(Attempt attempt) {
    json.writeStartObject();
    json.writeNumberProperty("number", attempt.number());
    json.writeStringProperty("account", attempt.account().toString());
    json.writeStringProperty("request_id", attempt.requestId().toString());
    text("channel_reference", attempt.channelReference());
    instant("started_at", attempt.startedAt());
    json.writeEndObject();
  }

  private void nextStep(NextStep step) {
    json.writeObjectPropertyStart("next_step");
    switch (step) {
      case NextStep.Done _ -> json.writeStringProperty("type", "done");
      case NextStep.Wait _ -> json.writeStringProperty("type", "wait");
      case NextStep.Redirect(var url) -> step("redirect", url.toString());
      case NextStep.EnterOtp(var sentTo) -> step("enter_otp", sentTo);
      case NextStep.ShowCode(var content) -> step("show_code", content);
    }
    json.writeEndObject();
  }

  private void step(String type, String value) {
    json.writeStringProperty("type", type);
    json.writeStringProperty("value", value);
  }

  private void failure(@Nullable DeclineReason failure) {
    if (failure == null) {
      return;
    }
    json.writeObjectPropertyStart("failure");
    json.writeStringProperty("category", failure.category().name());
    text("channel_code", failure.channelCode());
    json.writeEndObject();
  }

  private void conflicts(List<ConflictRecord> conflicts) {
    if (conflicts.isEmpty()) {
      return;
    }
    json.writeArrayPropertyStart("conflicts");
    conflicts.forEach(this::conflict);
    json.writeEndArray();
  }

  private void conflict(ConflictRecord conflict) {
    json.writeStartObject();
    json.writeNumberProperty("attempt", conflict.attempt());
    json.writeStringProperty("event", conflict.event().name());
    instant("at", conflict.at());
    json.writeEndObject();
  }

  private void text(String name, @Nullable Object value) {
    if (value != null) {
      json.writeStringProperty(name, value.toString());
    }
  }

  private void instant(String name, Instant at) {
    json.writeNumberProperty(
        name,
        Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS_PER_SECOND), at.getNano()));
  }
}
