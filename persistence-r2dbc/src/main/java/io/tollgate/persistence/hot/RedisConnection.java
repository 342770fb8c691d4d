package io.tollgate.persistence.hot;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How this module speaks to Redis: pipelined connections, a bound on every reply, and one fault for
 * every way in which Redis can be away.
 *
 * <p>Cancelling a {@code Mono} of this class cancels nothing at Redis: a write that has begun is
 * carried out, whether or not somebody still waits for it. A command that got no reply in time is
 * withdrawn where it had not been sent yet, so that commands do not pile up behind a broken
 * connection.
 */
public final class RedisConnection {

  private static final String[] NO_TEXTS = {};

  private final Supplier<RedisClusterAsyncCommands<String, String>> commands;
  private final Patience patience;

  private RedisConnection(
      Supplier<RedisClusterAsyncCommands<String, String>> commands, Duration replyTimeout) {
    this.commands = commands;
    this.patience = new Patience(replyTimeout);
  }

  /**
   * A connection over Lettuce's commands, of a single server or of a Redis Cluster alike.
   *
   * @param commands of a connection that the caller owns and closes
   * @param replyTimeout how long a command may take; after that it fails as {@code
   *     STORE_UNAVAILABLE}
   */
  public static RedisConnection over(
      RedisClusterAsyncCommands<String, String> commands, Duration replyTimeout) {
    return over(() -> commands, replyTimeout);
  }

  /**
   * One of several connections, chosen for every command.
   *
   * @param commands the connection to be used by the thread that asks; all of one kind
   * @param replyTimeout as above
   */
  public static RedisConnection over(
      Supplier<RedisClusterAsyncCommands<String, String>> commands, Duration replyTimeout) {
    if (!replyTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "replyTimeout: " + replyTimeout + " (expected: more than zero)");
    }
    return new RedisConnection(commands, replyTimeout);
  }

  /** {@link #over(RedisClusterAsyncCommands, Duration)} with a reply timeout of 1 s. */
  public static RedisConnection over(RedisClusterAsyncCommands<String, String> commands) {
    return over(commands, Duration.ofSeconds(1));
  }

  /** Whether keys of several shards must not meet in one command. */
  public boolean isCluster() {
    return commands.get() instanceof RedisAdvancedClusterAsyncCommands;
  }

  /** Runs one command when subscribed to. */
  public <T> Mono<T> ask(
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
    return new Reply<>(
        () -> command.apply(commands.get()).toCompletableFuture(), _ -> null, patience);
  }

  /** Runs a script that answers a list. */
  public Mono<List<Object>> run(Script script, List<String> keys, List<String> arguments) {
    return evaluate(script, ScriptOutputType.MULTI, keys, arguments);
  }

  /** Runs a script that answers a whole number. */
  public Mono<Long> runForNumber(Script script, List<String> keys, List<String> arguments) {
    return evaluate(script, ScriptOutputType.INTEGER, keys, arguments);
  }

  private <T> Mono<T> evaluate(
      Script script, ScriptOutputType type, List<String> keyList, List<String> argumentList) {
    var keys = keyList.toArray(NO_TEXTS);
    var arguments = argumentList.toArray(NO_TEXTS);
    return byName(
        script,
        type,
        keys,
        arguments,
        error ->
            error instanceof RedisNoScriptException
                ? commands.get().<T>eval(script.text(), type, keys, arguments).toCompletableFuture()
                : null);
  }

  /**
   * Runs a script by its name.
   *
   * @param otherwise what is done where that fails, also for somebody who has gone away meanwhile;
   *     null where it stays failed
   */
  <T> Mono<T> byName(
      Script script,
      ScriptOutputType type,
      String[] keys,
      String[] arguments,
      Function<Throwable, @Nullable CompletableFuture<T>> otherwise) {
    return new Reply<>(
        () -> commands.get().<T>evalsha(script.sha(), type, keys, arguments).toCompletableFuture(),
        otherwise,
        patience);
  }

  /** Waits for work that goes on whether or not somebody waits. */
  <T> Mono<T> inTime(Supplier<CompletableFuture<T>> work) {
    return new Reply<>(work, _ -> null, patience);
  }
}
