package io.tollgate.sandbox.wechat;

import io.tollgate.sandbox.wechat.WechatScript.Answering;
import io.tollgate.sandbox.wechat.WechatScript.Refusal;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * What an executed request is answered.
 *
 * @param way how it reaches the caller, or does not
 */
record WechatReply(int status, byte[] body, Answering way) {

  /** Ends a request before it is executed. */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    final transient WechatReply reply;

    Refused(int status, String code) {
      super(code, null, false, false);
      this.reply = of(new Refusal(status, code));
    }
  }

  static WechatReply of(int status, JsonNode json) {
    return new WechatReply(
        status, json.toString().getBytes(StandardCharsets.UTF_8), Answering.AT_ONCE);
  }

  static WechatReply empty(int status) {
    return new WechatReply(status, new byte[0], Answering.AT_ONCE);
  }

  /** The vendor signs its refusals, except where it does not know who asks. */
  static WechatReply of(Refusal refusal) {
    String body = "{\"code\":\"" + refusal.code() + "\",\"message\":\"模拟\"}";
    return new WechatReply(
        refusal.status(),
        body.getBytes(StandardCharsets.UTF_8),
        refusal.status() == 401 ? Answering.UNSIGNED : Answering.AT_ONCE);
  }

  WechatReply by(Answering other) {
    return new WechatReply(status, body, other);
  }
}
