package io.tollgate.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The other half, that what left is not called unsent, is told by every Unknown of EdgeTest. */
class DepartureTest {

  @Test
  void letsNothingLeaveThatWasCalledNotSent() {
    var departure = new Departure(HttpCall.get(URI.create("http://127.0.0.1:1"), _ -> {}));

    assertThat(departure.hold()).isTrue();

    StepVerifier.create(Mono.defer(() -> Mono.from(departure.apply(null, null))))
        .expectError(IllegalStateException.class)
        .verify(Duration.ofSeconds(5));
    assertThat(departure.hold()).isTrue();
  }
}
