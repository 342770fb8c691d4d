package io.tollgate.persistence.hot;

import io.tollgate.domain.payment.PaymentId;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The scripts behind the {@link Fence}: {@code fence.lua} and a text of their own, made out to one
 * run of Redis and one shard. So a server that has the text is one that the shard was opened on.
 */
enum FencedScript {
  ADMIT,
  TRANSITION,
  READ,
  LOOK,
  RESTORE,
  HELD,
  PASS;

  private static final String FENCE = Script.beside(FencedScript.class, "fence").text();

  private final String text =
      Script.beside(FencedScript.class, name().toLowerCase(Locale.ROOT)).text();
  private final AtomicReferenceArray<@Nullable MadeOut> madeOut =
      new AtomicReferenceArray<>(PaymentId.SHARDS);

  Script on(String run, Shard shard) {
    var known = madeOut.get(shard.number());
    if (known != null && known.run.equals(run)) {
      return known.script;
    }
    var fence = FENCE.replace("%RUN%", run).replace("%SHARD%", shard.tag());
    var script = Script.of(fence + text);
    madeOut.set(shard.number(), new MadeOut(run, script));
    return script;
  }

  private record MadeOut(String run, Script script) {}
}
