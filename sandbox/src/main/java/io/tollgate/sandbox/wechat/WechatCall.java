package io.tollgate.sandbox.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request, taken apart once.
 *
 * @param uri path and query as they came
 * @param wantedKey the header {@code Wechatpay-Serial}; empty where there was none
 */
record WechatCall(String method, String uri, byte[] body, String authorization, String wantedKey) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  String path() {
    int question = uri.indexOf('?');
    return question < 0 ? uri : uri.substring(0, question);
  }

  Map<String, String> query() {
    Map<String, String> values = new HashMap<>();
    for (String part : uri.substring(Math.min(uri.length(), path().length() + 1)).split("&")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        values.put(part.substring(0, equals), URLDecoder.decode(part.substring(equals + 1), UTF_8));
      }
    }
    return values;
  }

  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JacksonException unreadable) {
      throw new WechatReply.Refused(400, "PARAM_ERROR");
    }
  }

  /** A text field of that pattern; the vendor refuses all else. */
  String text(String pointer, String pattern) {
    String value = json().at(pointer).asString("");
    if (!value.matches(pattern)) {
      throw new WechatReply.Refused(400, "PARAM_ERROR");
    }
    return value;
  }

  /** A whole number above zero. */
  long amount(String pointer) {
    JsonNode value = json().at(pointer);
    if (!value.isIntegralNumber() || value.asLong() < 1 || !value.canConvertToInt()) {
      throw new WechatReply.Refused(400, "PARAM_ERROR");
    }
    return value.asLong();
  }
}
