package io.tollgate.gateway.notification;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The port to the message broker. */
public interface NoticeBroker {

  /**
   * Publishes notices and answers the ids of those that the broker confirmed and routed. Never
   * fails: an unreachable broker confirms nothing.
   */
  Mono<Set<String>> publish(List<Notice> notices);

  /**
   * Takes notices for delivery, until cancelled. Each is acknowledged once {@code deliver}
   * completes, and comes again where it fails. Survives the broker's outages.
   */
  Flux<Notice> deliverEach(Function<Notice, Mono<Void>> deliver);
}
