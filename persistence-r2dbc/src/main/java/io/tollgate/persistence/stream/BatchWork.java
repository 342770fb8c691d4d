package io.tollgate.persistence.stream;

import java.util.List;
import reactor.core.publisher.Mono;

/** Works on a batch and acknowledges it; answers how many changes are settled so. */
@FunctionalInterface
interface BatchWork {

  Mono<Integer> settle(List<Change> batch);
}
