package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Exchange.Answered;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What every answer of Paystack's is wrapped in (spec: Response, Error). Whether the request was
 * accepted is said by {@code status}, not by the HTTP status alone: 200 with {@code false} is a
 * refusal.
 *
 * @param status a truth value; some of the vendor's samples have it as a text
 * @param type of an error
 * @param code of an error
 * @param meta of a list, where its next page is
 */
record PaystackAnswer(
    @Nullable JsonNode status,
    @Nullable String message,
    @Nullable String type,
    @Nullable String code,
    @Nullable JsonNode data,
    @Nullable JsonNode meta) {

  private static final Json<PaystackAnswer> ANSWER = Json.of(PaystackAnswer.class);

  /** The answer that a body spells; empty where it is not Paystack's. */
  static Optional<PaystackAnswer> read(Answered answer) {
    return ANSWER.read(answer.body()).filter(said -> said.isYes() || said.isNo());
  }

  /** The same, if it says that the request was accepted. */
  static Optional<PaystackAnswer> accepted(Answered answer) {
    return answer.isSuccess() ? read(answer).filter(PaystackAnswer::isYes) : Optional.empty();
  }

  /** What the answer is about; empty where it has another shape. */
  <T> Optional<T> about(Class<T> shape) {
    return data == null || !data.isObject() ? Optional.empty() : Json.convert(data, shape);
  }

  boolean isYes() {
    return says("true");
  }

  boolean isNo() {
    return says("false");
  }

  private boolean says(String word) {
    return status != null
        && (status.isBoolean() || status.isString())
        && word.equals(status.asString());
  }
}
