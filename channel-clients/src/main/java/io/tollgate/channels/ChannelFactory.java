package io.tollgate.channels;

import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.Channel;

/**
 * Makes one channel. Each channel's package has one, named in {@code META-INF/services}, so that no
 * code outside of the package names the channel.
 */
public interface ChannelFactory {

  /** The channel, making all its calls over these edges. */
  Channel create(ChannelEdges edges);
}
