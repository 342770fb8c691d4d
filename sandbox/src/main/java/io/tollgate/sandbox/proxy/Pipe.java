package io.tollgate.sandbox.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.tollgate.sandbox.proxy.Fault.Bandwidth;
import io.tollgate.sandbox.proxy.Fault.Blackhole;
import io.tollgate.sandbox.proxy.Fault.BrokenReplies;
import io.tollgate.sandbox.proxy.Fault.Latency;
import io.tollgate.sandbox.proxy.Fault.None;
import io.tollgate.sandbox.proxy.Fault.Slice;
import io.tollgate.sandbox.proxy.Fault.Toward;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One way of one connection. Everything happens on the proxy's event loop. */
final class Pipe extends ChannelInboundHandlerAdapter {

  private static final int HELD_AT_MOST = 1 << 20;
  private static final int TICKS_PER_SECOND = 50;

  private final FaultProxy proxy;
  private final Toward way;
  private final Channel from;
  private final Queue<Piece> held = new ArrayDeque<>();
  private @Nullable Channel to;
  private @Nullable ScheduledFuture<?> waiting;
  private long heldBytes;
  private boolean ended;
  private boolean broken;
  private volatile @Nullable Fault own;

  Pipe(FaultProxy proxy, Toward way, Channel from) {
    this.proxy = proxy;
    this.way = way;
    this.from = from;
  }

  private record Piece(ByteBuf bytes, long arrivedNanos) {}

  void leadsTo(Channel other) {
    to = other;
  }

  void open() {
    from.config().setAutoRead(true);
  }

  /** Makes this one so, whatever the others are; null ends it. */
  void breakWith(@Nullable Fault other) {
    own = other;
    wake();
  }

  private Fault fault() {
    var mine = own;
    return mine == null ? proxy.fault() : mine;
  }

  /** Looks again at what is wrong with the line; from any thread. */
  void wake() {
    from.eventLoop()
        .execute(() -> {
          var timer = waiting;
          if (timer != null) {
            timer.cancel(false);
            waiting = null;
          }
          pump();
        });
  }

  void reset() {
    from.eventLoop().execute(this::abort);
  }

  private void abort() {
    broken = true;
    abort(from);
    abort(to);
  }

  void close() {
    from.eventLoop()
        .execute(() -> {
          var _ = from.close();
          if (to != null) {
            var _ = to.close();
          }
        });
  }

  private static void abort(@Nullable Channel channel) {
    if (channel != null && channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = channel.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    held.add(new Piece(bytes, System.nanoTime()));
    heldBytes += bytes.readableBytes();
    if (heldBytes > HELD_AT_MOST) {
      from.config().setAutoRead(false);
    }
    pump();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ended = true;
    pump();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    // This side may be the other way's target; it is that one which waits.
    var other = to == null ? null : to.pipeline().get(Pipe.class);
    if (other != null) {
      other.pump();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A reset on one side is a reset on the other.
    abort();
  }

  private void pump() {
    while (waiting == null && moves()) {
      var piece = held.peek();
      if (piece == null) {
        end();
        return;
      }
      pass(piece);
    }
  }

  private boolean moves() {
    return !broken
        && to != null
        && (to.isWritable() || !to.isOpen())
        && !(fault() instanceof Blackhole(var closed) && closed.covers(way));
  }

  private void end() {
    if (ended && to != null) {
      var _ = to.close();
      proxy.forget(this);
    }
  }

  private void pass(Piece piece) {
    switch (fault()) {
      case None _, Blackhole _ -> deliver(Integer.MAX_VALUE);
      case Latency(var delay, var slow) -> {
        long early =
            slow.covers(way) ? piece.arrivedNanos + delay.toNanos() - System.nanoTime() : 0;
        if (early > 0) {
          pause(early);
        } else {
          deliver(Integer.MAX_VALUE);
        }
      }
      case Bandwidth(var bytesPerSecond) -> {
        int bytes = Math.max(1, bytesPerSecond / TICKS_PER_SECOND);
        int sent = deliver(bytes);
        pause(TimeUnit.SECONDS.toNanos(sent) / bytesPerSecond);
      }
      case Slice(var bytes, var gap) -> {
        deliver(bytes);
        pause(gap.toNanos());
      }
      case BrokenReplies(var part, _) -> {
        if (way == Toward.CLIENT && proxy.choosesToBreak(part)) {
          deliver(piece.bytes.readableBytes() / 2);
          abort();
        } else {
          deliver(Integer.MAX_VALUE);
        }
      }
    }
  }

  private void pause(long nanos) {
    waiting =
        from.eventLoop()
            .schedule(
                () -> {
                  waiting = null;
                  pump();
                },
                nanos,
                TimeUnit.NANOSECONDS);
  }

  private int deliver(int most) {
    var piece = java.util.Objects.requireNonNull(held.peek());
    int length = Math.min(most, piece.bytes.readableBytes());
    var part = piece.bytes.readRetainedSlice(length);
    if (!piece.bytes.isReadable()) {
      held.remove();
      piece.bytes.release();
    }
    heldBytes -= length;
    if (heldBytes <= HELD_AT_MOST && from.isOpen()) {
      from.config().setAutoRead(true);
    }
    var _ = java.util.Objects.requireNonNull(to).writeAndFlush(part);
    return length;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (broken || to == null || !to.isOpen()) {
      proxy.forget(this);
      held.forEach(piece -> piece.bytes.release());
      held.clear();
    }
  }
}
