package io.tollgate.sandbox.razorpay;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The truth: every order, payment and refund, as Razorpay writes them. */
public final class RazorpayBook {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, ObjectNode> things = new ConcurrentSkipListMap<>();
  private final AtomicLong numbers = new AtomicLong(1_000_000);

  /** The payments that took money for an order whose receipt is that, as JSON. */
  public List<String> chargesFor(String receipt) {
    return all("order", order -> order.path("receipt").asString("").equals(receipt)).stream()
        .flatMap(order ->
            all("payment", payment -> payment.path("order_id").equals(order.path("id"))).stream())
        .filter(payment -> payment.path("captured").asBoolean(false))
        .map(ObjectNode::toString)
        .toList();
  }

  ObjectNode add(String prefix, String entity) {
    ObjectNode thing = JSON.createObjectNode();
    thing.put("id", prefix + "_Sim" + numbers.incrementAndGet()).put("entity", entity);
    thing.put("created_at", System.currentTimeMillis() / 1_000);
    return thing;
  }

  void keep(ObjectNode thing) {
    things.put(thing.path("id").asString(""), thing);
  }

  @Nullable ObjectNode find(String id) {
    return things.get(id);
  }

  List<ObjectNode> all(String entity, Predicate<JsonNode> wanted) {
    return things.values().stream()
        .filter(thing -> thing.path("entity").asString("").equals(entity))
        .filter(wanted)
        .toList();
  }
}
