package io.tollgate.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Proves that a blocking call on a non-blocking thread fails the test that makes it. */
class BlockHoundTest {

  @Test
  void refusesToBlockANonBlockingThread() {
    Mono<Integer> blocking =
        Mono.fromCallable(
                () -> {
                  Thread.sleep(1);
                  return 1;
                })
            .subscribeOn(Schedulers.parallel());

    assertThatThrownBy(blocking::block).hasCauseInstanceOf(BlockingOperationError.class);
  }
}
