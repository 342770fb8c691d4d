package io.tollgate.gateway.platform;

import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Work behind the responses: it begins once what it needs is there, and ends before the process
 * does.
 */
public abstract class BackgroundWork implements SmartLifecycle {

  private enum State {
    WAITING,
    WORKING,
    ENDED
  }

  private final Mono<Void> needs;
  private final int phase;
  private final AtomicReference<State> state = new AtomicReference<>(State.ENDED);
  private volatile Disposable waiting = Disposables.disposed();

  /**
   * @param needs completes when the work may begin
   * @param phase of the process's lifecycle; the lower, the later it ends
   */
  protected BackgroundWork(Mono<Void> needs, Phase phase) {
    this.needs = needs;
    this.phase = phase.number;
  }

  /** When the work ends, in the order in which it does. */
  public enum Phase {
    /** Does what is due. */
    TASKS(-100),
    /** Reads what changed, to the last change that the tasks made. */
    CHANGES(-200);

    private final int number;

    Phase(int number) {
      this.number = number;
    }
  }

  /** Begins the work; returns at once. Called once. */
  protected abstract void begin();

  /** Ends the work within a grace; completes when it has ended, and does not fail. */
  protected abstract Mono<Void> end();

  @Override
  public final void start() {
    state.set(State.WAITING);
    waiting = needs.subscribe(_ -> {}, _ -> {}, this::beginUnlessEnded);
  }

  private void beginUnlessEnded() {
    if (state.compareAndSet(State.WAITING, State.WORKING)) {
      begin();
    }
  }

  @Override
  public final void stop() {
    stop(() -> {});
  }

  @Override
  public final void stop(Runnable stopped) {
    waiting.dispose();
    if (state.getAndSet(State.ENDED) == State.WORKING) {
      end().doFinally(_ -> stopped.run()).subscribe();
    } else {
      stopped.run();
    }
  }

  @Override
  public final boolean isRunning() {
    return state.get() != State.ENDED;
  }

  @Override
  public final int getPhase() {
    return phase;
  }
}
