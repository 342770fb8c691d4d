package io.tollgate.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QueryPaceTest {

  private final AtomicLong nowNanos = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void spacesTurnsEvenlyBehindAShortBurst() {
    var pace = new QueryPace(10, nowNanos::get);

    assertThat(millis(pace.reserve())).isZero();
    assertThat(millis(pace.reserve())).isZero();
    assertThat(millis(pace.reserve())).isEqualTo(100);
    assertThat(millis(pace.reserve())).isEqualTo(200);
  }

  @Test
  void isFullWhereATurnIsMoreThanASecondAway() {
    var pace = new QueryPace(10, nowNanos::get);
    for (int turn = 0; turn < 11; turn++) {
      assertThat(pace.reserve()).isNotEqualTo(QueryPace.FULL);
    }

    assertThat(pace.reserve()).isEqualTo(QueryPace.FULL);

    nowNanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(millis(pace.reserve())).isEqualTo(900);
    assertThat(pace.reserve()).isEqualTo(QueryPace.FULL);
  }

  @Test
  void savesNoTurnsUpWhileNobodyAsks() {
    var pace = new QueryPace(10, nowNanos::get);
    nowNanos.addAndGet(TimeUnit.HOURS.toNanos(1));

    assertThat(millis(pace.reserve())).isZero();
    assertThat(millis(pace.reserve())).isZero();
    assertThat(millis(pace.reserve())).isEqualTo(100);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
