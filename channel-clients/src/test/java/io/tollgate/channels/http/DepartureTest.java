package io.tollgate.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The other half, that what left is not called unsent, is told by every Unknown of EdgeTest. */
class DepartureTest {

  @Test
  void letsNothingLeaveThatWasCalledNotSent() {
    var departure = new Departure(new byte[] {1});

    assertThat(departure.hold()).isTrue();

    StepVerifier.create(Mono.defer(() -> departure.insert(null, null)))
        .expectError(IllegalStateException.class)
        .verify(Duration.ofSeconds(5));
    assertThat(departure.hold()).isTrue();
  }
}
