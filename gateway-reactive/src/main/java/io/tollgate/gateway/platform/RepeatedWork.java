package io.tollgate.gateway.platform;

import java.time.Duration;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** Background work that is done again and again, with a pause in between; no error ends it. */
public abstract class RepeatedWork extends BackgroundWork {

  private final Duration pause;
  private final String trouble;
  private volatile Disposable rounds = Disposables.disposed();

  /**
   * @param needs completes when the work may begin
   * @param phase of the process's lifecycle
   * @param pause from the end of a round to the next
   * @param trouble what it means, in the log, that a round failed
   */
  protected RepeatedWork(Mono<Void> needs, Phase phase, Duration pause, String trouble) {
    super(needs, phase);
    this.pause = pause;
    this.trouble = trouble;
  }

  /** One round. */
  protected abstract Mono<Void> round();

  @Override
  protected final void begin() {
    rounds =
        Mono.defer(this::round)
            .onErrorResume(this::goOn)
            .then(Mono.delay(pause))
            .repeat()
            .subscribe();
  }

  private Mono<Void> goOn(Throwable error) {
    LoggerFactory.getLogger(getClass()).warn("{}: {}", trouble, error.toString());
    return Mono.empty();
  }

  @Override
  protected final Mono<Void> end() {
    return Mono.fromRunnable(rounds::dispose);
  }
}
