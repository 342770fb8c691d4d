package io.tollgate.channels.wechat;

import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;

/**
 * A request before it is signed.
 *
 * @param uri escaped as it goes out, for it is signed so
 * @param body empty for none
 */
record WechatRequest(HttpMethod method, URI uri, byte[] body) {

  private static final byte[] NOTHING = {};

  static WechatRequest get(URI uri) {
    return new WechatRequest(HttpMethod.GET, uri, NOTHING);
  }

  static WechatRequest post(URI uri, byte[] json) {
    return new WechatRequest(HttpMethod.POST, uri, json);
  }
}
