package io.tollgate.delayqueue;

class InMemoryDelayQueueTest extends DelayQueueContract {

  @Override
  DelayQueue queue(int attemptLimit) {
    return new InMemoryDelayQueue(4, attemptLimit, System::currentTimeMillis);
  }
}
