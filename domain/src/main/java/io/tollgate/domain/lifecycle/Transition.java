package io.tollgate.domain.lifecycle;

/**
 * What an event does to a status.
 *
 * @param <S> the aggregate's status
 */
public sealed interface Transition<S> {

  /** The status becomes {@code next}. */
  record Applied<S>(S next) implements Transition<S> {}

  /** The event is old news; nothing changes. */
  record AlreadyApplied<S>() implements Transition<S> {}

  /** The event contradicts a final status; the status stays, the contradiction is recorded. */
  record Conflict<S>() implements Transition<S> {}
}
