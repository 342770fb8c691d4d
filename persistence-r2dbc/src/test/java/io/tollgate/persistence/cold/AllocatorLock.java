package io.tollgate.persistence.cold;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Netty 4.2 take the short lock that its buffer allocator holds while it adds a magazine under
 * contention. Netty allows itself the others, and forgot this one.
 */
public final class AllocatorLock implements BlockHoundIntegration {

  @Override
  public void applyTo(BlockHound.Builder builder) {
    builder.allowBlockingCallsInside(
        "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines");
  }
}
