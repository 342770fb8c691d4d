package io.tollgate.gateway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class BackgroundWorkTest {
  private final Sinks.Empty<Void> needs = Sinks.empty();
  private final Sinks.Empty<Void> ending = Sinks.empty();
  private final List<String> log = new ArrayList<>();
  private final BackgroundWork work = new LoggedWork();

  @Test
  void beginsOnceWhatItNeedsIsThere() {
    work.start();
    assertThat(log).isEmpty();
    assertThat(work.isRunning()).isTrue();

    needs.tryEmitEmpty();
    assertThat(log).containsExactly("begin");
  }

  @Test
  void isStoppedOnceItHasEnded() {
    work.start();
    needs.tryEmitEmpty();

    work.stop(() -> log.add("stopped"));
    assertThat(log).containsExactly("begin", "end");
    assertThat(work.isRunning()).isFalse();

    ending.tryEmitEmpty();
    assertThat(log).containsExactly("begin", "end", "stopped");
  }

  @Test
  void neverBeginsWhereItWasStoppedBefore() {
    work.start();
    work.stop(() -> log.add("stopped"));

    needs.tryEmitEmpty();
    assertThat(log).containsExactly("stopped");
  }

  private final class LoggedWork extends BackgroundWork {

    LoggedWork() {
      super(needs.asMono(), Phase.TASKS);
    }

    @Override
    protected void begin() {
      log.add("begin");
    }

    @Override
    protected Mono<Void> end() {
      log.add("end");
      return ending.asMono();
    }
  }
}
