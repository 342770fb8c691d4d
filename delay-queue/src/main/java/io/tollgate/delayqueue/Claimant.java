package io.tollgate.delayqueue;

/** What every lane of a worker works with. */
record Claimant(
    DelayQueue queue,
    DelayWorkerSettings settings,
    WorkerLoop loop,
    WorkerMeters meters,
    Flights flights,
    Lookout lookout) {}
