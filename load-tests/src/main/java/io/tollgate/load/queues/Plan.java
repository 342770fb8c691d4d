package io.tollgate.load.queues;

import java.util.List;

/**
 * How big the contest is.
 *
 * @param tasks of the parts without a rate
 * @param rates due tasks a second
 * @param seconds of each rate
 * @param concurrency tasks scheduled, and handled, at once
 * @param warmUp tasks scheduled by every producer before it is ready
 * @param leaseMillis after which a silent worker's tasks are another's
 * @param faults whether workers and Redis are killed too
 */
record Plan(
    int tasks,
    List<Integer> rates,
    int seconds,
    int concurrency,
    int warmUp,
    int leaseMillis,
    boolean faults) {}
