package io.tollgate.channels.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The edges of all channel accounts in use, one for each. An account whose settings change gets a
 * new edge at once; the one before is disposed when the calls on it must have ended, so that
 * requests which still hold the settings before do not undo the change.
 */
public final class ChannelEdges implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ChannelEdges.class);

  private final MeterRegistry meters;
  private final UnaryOperator<HttpClient> customizer;
  private final Breakers breakers;
  private final SslContext tls;
  private final Map<ChannelAccount, Edge> edges = new ConcurrentHashMap<>();
  private final Map<AccountId, Newest> newest = new ConcurrentHashMap<>();
  private final Map<AccountId, Alarms> alarms = new ConcurrentHashMap<>();
  private final Map<AccountId, CallTimers> timers = new ConcurrentHashMap<>();

  /**
   * Reads the trust store, so construct it where blocking is allowed.
   *
   * @param customizer adds to every client, say the event loops to use
   */
  public ChannelEdges(MeterRegistry meters, UnaryOperator<HttpClient> customizer) {
    this(meters, customizer, new Breakers(Duration.ofSeconds(5)));
  }

  ChannelEdges(MeterRegistry meters, UnaryOperator<HttpClient> customizer, Breakers breakers) {
    this.meters = meters;
    this.customizer = customizer;
    this.breakers = breakers;
    this.tls = tls();
  }

  /**
   * Runs one operation on a payment: {@link #run(ChannelAccount, Operation, Object, Ending,
   * Function)}.
   */
  public Mono<ChannelOutcome> run(
      ChannelAccount account,
      Operation operation,
      ChannelRequestId attempt,
      Function<Edge, Mono<ChannelOutcome>> work) {
    return run(account, operation, attempt, Ending.PAYMENT, work);
  }

  /**
   * Runs one operation of a channel at an account's edge. It never fails: an exception is a defect
   * of ours and an unknown outcome. It is timed, and an unknown outcome is logged.
   *
   * @param about our id of what the operation is about
   */
  public <T> Mono<T> run(
      ChannelAccount account,
      Operation operation,
      Object about,
      Ending<T> ending,
      Function<Edge, Mono<T>> work) {
    return Mono.defer(() -> {
      long startedNanos = System.nanoTime();
      return Mono.defer(() -> work.apply(edge(account)))
          .onErrorResume(thrown -> defect(account, operation, about, ending, thrown))
          .doOnNext(outcome -> {
            time(account, operation, ending.tag().apply(outcome), startedNanos);
            logUnknown(account, operation, about, ending.whyUnknown().apply(outcome));
          });
    });
  }

  /**
   * Reads a statement at an account's edge. It fails with {@link StatementUnavailable} only: any
   * other exception is a defect of ours. It is timed to its end, one that is cancelled is not.
   */
  public Flux<StatementRow> statement(
      ChannelAccount account, LocalDate day, Function<Edge, Flux<StatementRow>> work) {
    return Flux.defer(() -> {
      long startedNanos = System.nanoTime();
      return Flux.defer(() -> work.apply(edge(account)))
          .onErrorMap(thrown -> unavailable(account, day, thrown))
          .doOnComplete(() -> time(account, Operation.STATEMENT, "done", startedNanos))
          .doOnError(thrown -> {
            time(account, Operation.STATEMENT, "unavailable", startedNanos);
            log.warn("statement of {} at {}: {}", day, account.id(), thrown.getMessage());
          });
    });
  }

  /** Whether the account's breaker lets calls through. */
  public boolean isAvailable(ChannelAccount account) {
    var edge = known(account);
    return edge == null || edge.isAvailable();
  }

  /** Where the alarms of an account go. */
  public Alarms alarms(AccountId account) {
    return alarms.computeIfAbsent(account, id -> new Alarms(meters, id));
  }

  /** Closes every connection. */
  @Override
  public void close() {
    var open = List.copyOf(edges.values());
    edges.clear();
    Flux.fromIterable(open).flatMap(Edge::dispose).doOnError(this::undisposed).subscribe();
  }

  Edge edge(ChannelAccount account) {
    var edge = known(account);
    return edge == null ? edges.computeIfAbsent(account, this::open) : edge;
  }

  /** The edge of an account, and its settings as they were last asked with. */
  private record Newest(ChannelAccount account, Edge edge) {}

  /** Comparing whole accounts is dear, so it is done once for each picture of the settings. */
  @SuppressWarnings("ReferenceEquality")
  private @Nullable Edge known(ChannelAccount account) {
    var candidate = newest.get(account.id());
    if (candidate != null && candidate.account() == account) {
      return candidate.edge();
    }
    var edge = edges.get(account);
    if (edge != null && candidate != null && candidate.edge().equals(edge)) {
      newest.replace(account.id(), candidate, new Newest(account, edge));
    }
    return edge;
  }

  boolean knows(ChannelAccount account) {
    return edges.containsKey(account);
  }

  private Edge open(ChannelAccount account) {
    var edge =
        new Edge(
            account,
            alarms(account.id()),
            new Transport(account, tls, customizer),
            breakers.breaker(account.id()));
    var before = newest.put(account.id(), new Newest(account, edge));
    if (before == null) {
      watch(account.id());
    } else {
      retire(before.edge());
    }
    return edge;
  }

  private void retire(Edge edge) {
    Mono.delay(edge.longestCall())
        .then(Mono.defer(() -> disposeUnlessNewest(edge)))
        .doOnError(this::undisposed)
        .subscribe();
  }

  private Mono<Void> disposeUnlessNewest(Edge edge) {
    var last = newest.get(edge.account().id());
    boolean inUse = last != null && last.edge().equals(edge);
    return inUse || !edges.remove(edge.account(), edge) ? Mono.empty() : edge.dispose();
  }

  private void watch(AccountId id) {
    Gauge.builder("tollgate.channel.available", this, edges -> edges.availability(id))
        .tags("channel", id.channel(), "account", id.account())
        .register(meters);
  }

  private double availability(AccountId id) {
    var last = newest.get(id);
    return last == null || last.edge().isAvailable() ? 1 : 0;
  }

  private CallTimers timers(AccountId account) {
    return timers.computeIfAbsent(account, id -> new CallTimers(meters, id));
  }

  private <T> Mono<T> defect(
      ChannelAccount account,
      Operation operation,
      Object about,
      Ending<T> ending,
      Throwable thrown) {
    raiseDefect(account, operation, about, thrown);
    return Mono.just(ending.unknown().apply("failed inside us"));
  }

  private StatementUnavailable unavailable(
      ChannelAccount account, LocalDate day, Throwable thrown) {
    if (thrown instanceof StatementUnavailable expected) {
      return expected;
    }
    raiseDefect(account, Operation.STATEMENT, day, thrown);
    return new StatementUnavailable("failed inside us", false);
  }

  private void raiseDefect(
      ChannelAccount account, Operation operation, Object about, Throwable thrown) {
    log.error("{} of {} at {} failed inside us", operation.tag(), about, account.id(), thrown);
    alarms(account.id()).raise(Alarm.DEFECT, operation.tag() + " of " + about);
  }

  private void time(
      ChannelAccount account, Operation operation, String outcome, long startedNanos) {
    timers(account.id()).record(operation, outcome, System.nanoTime() - startedNanos);
  }

  private static void logUnknown(
      ChannelAccount account, Operation operation, Object about, String why) {
    if (!why.isEmpty()) {
      log.warn("{} of {} at {} is unknown: {}", operation.tag(), about, account.id(), why);
    }
  }

  private void undisposed(Throwable thrown) {
    log.warn("connections of a channel account could not be closed", thrown);
  }

  private static SslContext tls() {
    try {
      return SslContextBuilder.forClient().build();
    } catch (SSLException broken) {
      throw new IllegalStateException("no TLS in this JDK", broken);
    }
  }
}
