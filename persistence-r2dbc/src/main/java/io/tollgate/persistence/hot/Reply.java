package io.tollgate.persistence.hot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * The reply to a command, which is sent for every subscriber once it asks for it. It stands for a
 * chain of operators that would send, wait, give up and translate errors, twice on the path of
 * every payment.
 *
 * <p>Cancelling it cancels nothing at Redis: the command is carried out, and its reply is dropped.
 */
final class Reply<T> extends Mono<T> {

  private final Supplier<CompletableFuture<T>> command;
  private final Function<Throwable, @Nullable CompletableFuture<T>> afterError;
  private final Patience patience;

  /**
   * Not sent yet.
   *
   * @param afterError sends another command where the error calls for it, else answers null
   */
  Reply(
      Supplier<CompletableFuture<T>> command,
      Function<Throwable, @Nullable CompletableFuture<T>> afterError,
      Patience patience) {
    this.command = command;
    this.afterError = afterError;
    this.patience = patience;
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> subscriber) {
    subscriber.onSubscribe(new Awaited<>(this, subscriber));
  }

  /** One command under way. Whoever ends it first, ends it: the reply, the clock or the caller. */
  private static final class Awaited<T> extends AtomicInteger
      implements Subscription, Patience.Waiting, BiConsumer<@Nullable T, @Nullable Throwable> {

    private static final long serialVersionUID = 1L;

    private static final int NEW = 0;
    private static final int SENT = 1;
    private static final int OVER = 2;

    private final transient Reply<T> reply;
    private final transient CoreSubscriber<? super T> subscriber;
    private transient volatile @Nullable CompletableFuture<T> sent;
    private boolean isSecond;

    Awaited(Reply<T> reply, CoreSubscriber<? super T> subscriber) {
      this.reply = reply;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      if (Operators.validate(count) && compareAndSet(NEW, SENT)) {
        reply.patience.begin(this);
        await(reply.command);
      }
    }

    private void await(Supplier<CompletableFuture<T>> command) {
      try {
        var future = command.get();
        sent = future;
        var _ = future.whenComplete(this);
      } catch (RuntimeException unsent) {
        fail(unsent);
      }
    }

    @Override
    public void accept(@Nullable T value, @Nullable Throwable error) {
      if (error != null) {
        failed(StoreFaults.unwrapped(error));
      } else if (end()) {
        if (value != null) {
          subscriber.onNext(value);
        }
        subscriber.onComplete();
      }
    }

    private void failed(Throwable error) {
      var next = isSecond ? null : reply.afterError.apply(error);
      if (next == null) {
        fail(error);
      } else {
        isSecond = true;
        sent = next;
        var _ = next.whenComplete(this);
      }
    }

    private void fail(Throwable error) {
      if (end()) {
        subscriber.onError(StoreFaults.translate(error));
      }
    }

    /** Withdraws the command where it was not sent yet. */
    @Override
    public void giveUp() {
      if (end()) {
        var withdrawn = sent;
        if (withdrawn != null) {
          withdrawn.cancel(false);
        }
        subscriber.onError(StoreFaults.translate(new TimeoutException()));
      }
    }

    @Override
    public boolean isOver() {
      return get() == OVER;
    }

    @Override
    public void cancel() {
      set(OVER);
    }

    private boolean end() {
      return compareAndSet(SENT, OVER);
    }
  }
}
