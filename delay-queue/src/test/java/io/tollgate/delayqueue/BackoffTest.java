package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 0.5);

  @Test
  void doublesUpToItsBound() {
    assertThat(backoff.after(1, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(2, 0)).isEqualTo(Duration.ofSeconds(2));
    assertThat(backoff.after(4, 0)).isEqualTo(Duration.ofSeconds(8));
    assertThat(backoff.after(5, 0)).isEqualTo(Duration.ofSeconds(10));
    assertThat(backoff.after(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void takesOffAtMostTheJitter() {
    assertThat(backoff.after(2, 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(2, 0.5)).isEqualTo(Duration.ofMillis(1500));
    for (int i = 0; i < 1000; i++) {
      assertThat(backoff.after(2)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  @Test
  void treatsAnAttemptBeforeTheFirstAsTheFirst() {
    assertThat(backoff.after(0, 0)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), 0))
        .hasMessage("first: PT0S (expected: more than zero)");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
        .hasMessage("max: PT1S (expected: at least PT2S)");
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 1.1))
        .hasMessage("jitter: 1.1 (expected: 0 to 1)");
  }
}
