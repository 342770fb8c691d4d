package io.tollgate.gateway.payment;

import io.tollgate.channels.ChannelFactory;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.Acknowledgement;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallsBack;
import io.tollgate.domain.channel.Channel;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelCapabilities;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.Closes;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** A channel that says what a test wants, and remembers what it was asked. */
public final class ScriptedChannel implements Channel, Closes, CallsBack {

  /** The account that it is used by. */
  public static final ChannelAccount ACCOUNT =
      new ChannelAccount(
          new AccountId("scripted", "demo"),
          URI.create("http://127.0.0.1:1"),
          Map.of(),
          Map.of(),
          ChannelLimits.DEFAULT);

  /** What every call answers. */
  public volatile ChannelOutcome answer = new ChannelOutcome.Unknown("nobody scripted it");

  /** Whether its circuit breaker is closed. */
  public volatile boolean available = true;

  private final List<String> calls = new ArrayList<>();

  /** Makes it known to the channel directory, as every channel is. */
  public static final class Factory implements ChannelFactory {

    @Override
    public Channel create(ChannelEdges edges) {
      return new ScriptedChannel();
    }
  }

  /** {@code pay}, {@code query} and {@code close}, as they came. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** Forgets what it was asked, and is up again. */
  public synchronized void reset() {
    calls.clear();
    available = true;
    answer = new ChannelOutcome.Unknown("nobody scripted it");
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public ChannelCapabilities capabilities() {
    return new ChannelCapabilities(
        Set.of(Product.values()),
        Set.of("card"),
        Set.of(CaptureMode.values()),
        Set.of(),
        Set.of(),
        _ -> true);
  }

  @Override
  public boolean isAvailable(ChannelAccount account) {
    return available;
  }

  @Override
  public Mono<ChannelOutcome> pay(PayRequest request, ChannelAccount account) {
    return answered("pay");
  }

  @Override
  public Mono<ChannelOutcome> query(AttemptQuery query, ChannelAccount account) {
    return answered("query");
  }

  @Override
  public Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account) {
    return answered("close");
  }

  @Override
  public CallbackReading read(RawCallback callback, ChannelAccount account) {
    return new CallbackReading.Irrelevant("nothing is scripted");
  }

  @Override
  public Acknowledgement acknowledgement() {
    return new Acknowledgement(200, "text/plain", "OK");
  }

  private Mono<ChannelOutcome> answered(String call) {
    return Mono.fromSupplier(() -> {
      synchronized (this) {
        calls.add(call);
      }
      return answer;
    });
  }
}
