package io.tollgate.channels.wechat;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;
import java.time.Clock;

/** Makes the WeChat Pay channel. */
public final class WechatFactory implements ChannelFactory {

  @Override
  public Channel create(ChannelEdges edges) {
    return new WechatChannel(edges, Clock.systemUTC());
  }
}
