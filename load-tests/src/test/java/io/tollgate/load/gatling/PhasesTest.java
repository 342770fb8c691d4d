package io.tollgate.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PhasesTest {

  private final AtomicLong nanos = new AtomicLong(5);
  private final Phases phases =
      new Phases(nanos::get)
          .then("before", Duration.ofSeconds(2))
          .then("after", Duration.ofSeconds(1));

  @Test
  void beginsWithTheFirstRequest() {
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());

    assertThat(phases.now()).isEqualTo("before");
  }

  @Test
  void changesWhenAPhaseIsOver() {
    phases.now();

    nanos.addAndGet(Duration.ofSeconds(2).toNanos() - 1);
    assertThat(phases.now()).isEqualTo("before");

    nanos.addAndGet(1);
    assertThat(phases.now()).isEqualTo("after");
  }

  @Test
  void staysInTheLastPhase() {
    phases.now();

    nanos.addAndGet(Duration.ofHours(1).toNanos());

    assertThat(phases.now()).isEqualTo("after");
  }
}
