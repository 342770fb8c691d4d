package io.tollgate.sandbox.blocking;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Netty's buffer allocator take the short lock with which it grows, on any thread.
 *
 * <p>Netty 4.2 tells BlockHound about its other locks but not about this one. Without this, a
 * connection that is opened while another thread allocates dies silently, and its client waits for
 * a minute.
 */
public final class NettyAllocatorLocks implements BlockHoundIntegration {

  private static final String GROUP = "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup";

  /** For the service loader. */
  public NettyAllocatorLocks() {}

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside(GROUP, "tryExpandMagazines");
  }
}
