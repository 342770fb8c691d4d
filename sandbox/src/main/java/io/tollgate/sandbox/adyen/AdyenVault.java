package io.tollgate.sandbox.adyen;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The methods that are stored, by id. Guarded by the desk. */
final class AdyenVault {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Map<String, String> shoppers = new LinkedHashMap<>();

  void put(String shopperReference, String id) {
    shoppers.put(id, shopperReference);
  }

  boolean has(String shopperReference, String id) {
    return shopperReference.equals(shoppers.get(id));
  }

  /** {@code GET /storedPaymentMethods}. */
  AdyenReply list(String shopperReference, String merchantAccount) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("merchantAccount", merchantAccount)
            .put("shopperReference", shopperReference);
    ArrayNode list = answer.putArray("storedPaymentMethods");
    shoppers.forEach((id, shopper) -> {
      if (shopper.equals(shopperReference)) {
        list.addObject().put("id", id).put("type", "scheme").put("lastFour", "1111");
      }
    });
    return new AdyenReply(200, answer.toString());
  }

  /** {@code DELETE /storedPaymentMethods/{id}}. */
  AdyenReply forget(String shopperReference, String id) {
    if (!has(shopperReference, id)) {
      throw AdyenRefusal.invalid("803", "PaymentDetail not found");
    }
    shoppers.remove(id);
    return new AdyenReply(204, "");
  }
}
