package io.tollgate.delayqueue;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/** Listens on Redis for shards with near tasks, for as long as it is subscribed to. */
final class HintSubscription extends RedisPubSubAdapter<String, String> {

  private final String channel;
  private final FluxSink<Integer> sink;

  private HintSubscription(String channel, FluxSink<Integer> sink) {
    this.channel = channel;
    this.sink = sink;
  }

  static Flux<Integer> hints(
      Supplier<? extends CompletionStage<? extends StatefulRedisPubSubConnection<String, String>>>
          listening,
      String channel) {
    return Mono.fromCompletionStage(listening)
        .flatMapMany(connection -> listen(connection, channel));
  }

  private static Flux<Integer> listen(
      StatefulRedisPubSubConnection<String, String> connection, String channel) {
    // A hint not heard in time is worth nothing, so the latest one is kept and no queue grows.
    return Flux.create(
        sink -> {
          HintSubscription subscription = new HintSubscription(channel, sink);
          connection.addListener(subscription);
          sink.onDispose(() -> subscription.end(connection));
          connection.async().subscribe(channel).whenComplete(subscription::subscribed);
        },
        FluxSink.OverflowStrategy.LATEST);
  }

  @Override
  public void message(String from, String shard) {
    if (!from.equals(channel)) {
      return;
    }
    try {
      sink.next(Integer.parseInt(shard));
    } catch (NumberFormatException e) {
      // Anybody may publish here; what is not a shard is no hint.
    }
  }

  private void subscribed(Void done, Throwable error) {
    if (error != null) {
      sink.error(error);
    }
  }

  private void end(StatefulRedisPubSubConnection<String, String> connection) {
    connection.removeListener(this);
  }
}
