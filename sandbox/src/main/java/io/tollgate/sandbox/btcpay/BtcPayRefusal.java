package io.tollgate.sandbox.btcpay;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request that is refused before anything is done, in BTCPay's words. */
final class BtcPayRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  final int status;
  final transient JsonNode body;

  private BtcPayRefusal(int status, JsonNode body) {
    super("HTTP " + status, null, false, false);
    this.status = status;
    this.body = body;
  }

  static BtcPayRefusal coded(int status, String code, String message) {
    return new BtcPayRefusal(
        status, JsonMapper.shared().createObjectNode().put("code", code).put("message", message));
  }

  /** A field is wrong. */
  static BtcPayRefusal ofField(String path, String message) {
    return new BtcPayRefusal(
        422,
        JsonMapper.shared()
            .createArrayNode()
            .add(JsonMapper.shared().createObjectNode().put("path", path).put("message", message)));
  }

  static BtcPayRefusal missing(String what) {
    return coded(404, what + "-not-found", "The " + what + " was not found");
  }
}
