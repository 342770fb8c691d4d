package io.tollgate.channels.paypal;

import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.http.Operation;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.merchant.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The certificates that webhooks are signed with. A webhook says itself where its certificate is,
 * so the address is an attacker's until the certificate is verified: it is fetched only from
 * PayPal's hosts or the account's own, over an edge of its own, where it can hold up no payment.
 *
 * <p>Nobody waits for a certificate: one that is not here yet is fetched, and whoever asked is told
 * that it comes. One that could not be had or trusted is not fetched again for a while. There are
 * few certificates at a time; addresses beyond that many are refused.
 */
final class PayPalCertificates {

  /** Optional secret: roots in PEM that are trusted instead of DigiCert's. */
  static final String ROOTS = "webhook-root";

  private static final String HOSTS = ".paypal.com";
  private static final int MOST = 32;
  private static final int LIMIT_BYTES = 64 << 10;
  private static final Duration BAD_FOR = Duration.ofMinutes(1);
  private static final byte[] NOTHING = {};

  private static final Ending<Optional<X509Certificate>> ENDING =
      new Ending<>(it -> it.isPresent() ? "done" : "refused", _ -> "", _ -> Optional.empty());

  /** The edge that they are fetched over; whole addresses go over it, so its own is not used. */
  private static final ChannelAccount FETCHING =
      new ChannelAccount(
          new AccountId(PayPalChannel.NAME, "webhook-certificates"),
          URI.create("https://api.paypal.com"),
          Map.of(),
          Map.of(),
          new ChannelLimits(4, Duration.ofSeconds(2), Duration.ofSeconds(5), 4));

  private final ChannelEdges edges;
  private final Clock clock;
  private final PayPalTrust digiCert;
  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  /** Reads the trust store, so construct it where blocking is allowed. */
  PayPalCertificates(ChannelEdges edges, Clock clock) {
    this.edges = edges;
    this.clock = clock;
    this.digiCert = PayPalTrust.ofDigiCert();
  }

  /** How it stands with a certificate. */
  sealed interface Standing {

    /** Here, verified and valid. */
    record Known(X509Certificate certificate) implements Standing {}

    /** Being fetched; whoever asks again soon may find it. */
    record Coming() implements Standing {}

    /** Not to be had. */
    record Refused(String why) implements Standing {}
  }

  private record Key(URI address, Optional<Secret> roots) {}

  private sealed interface Entry {

    record Good(X509Certificate certificate) implements Entry {}

    record Fetching() implements Entry {}

    record Bad(Instant until) implements Entry {}
  }

  /** The certificate at the address, as far as it is here. Never blocks. */
  Standing at(String address, ChannelAccount account, Instant now) {
    var uri = allowed(address, account);
    if (uri.isEmpty()) {
      return new Standing.Refused("certificate address not allowed");
    }
    var key = new Key(uri.get(), Optional.ofNullable(account.secrets().get(ROOTS)));
    return switch (entries.get(key)) {
      case Entry.Good(var certificate) when PayPalTrust.isValid(certificate, now) ->
          new Standing.Known(certificate);
      case Entry.Fetching _ -> new Standing.Coming();
      case Entry.Bad(var until) when now.isBefore(until) ->
          new Standing.Refused("certificate not to be trusted");
      case Entry.Good before -> fetching(key, before);
      case Entry.Bad before -> fetching(key, before);
      case null -> fetching(key, null);
    };
  }

  /** {@code https} at a host of PayPal's, or exactly where the account's own API is. */
  static Optional<URI> allowed(String address, ChannelAccount account) {
    try {
      var uri = new URI(address);
      var host = uri.getHost();
      if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        return Optional.empty();
      }
      boolean isPayPals =
          "https".equals(uri.getScheme())
              && host.endsWith(HOSTS)
              && (uri.getPort() == -1 || uri.getPort() == 443);
      return isPayPals || isSameOrigin(uri, account.baseUrl())
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException noAddress) {
      return Optional.empty();
    }
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return Objects.equals(one.getScheme(), other.getScheme())
        && Objects.equals(one.getHost(), other.getHost())
        && one.getPort() == other.getPort();
  }

  private Standing fetching(Key key, @Nullable Entry before) {
    forgetOld();
    if (before == null && entries.size() >= MOST) {
      return new Standing.Refused("too many certificates");
    }
    var mark = new Entry.Fetching();
    boolean isFirst =
        before == null
            ? entries.putIfAbsent(key, mark) == null
            : entries.replace(key, before, mark);
    if (isFirst) {
      fetched(key).subscribe(entry -> entries.put(key, entry));
    }
    return new Standing.Coming();
  }

  private void forgetOld() {
    var now = clock.instant();
    if (entries.size() >= MOST) {
      entries
          .values()
          .removeIf(entry -> entry instanceof Entry.Bad(var until) && !now.isBefore(until));
    }
  }

  private Mono<Entry> fetched(Key key) {
    return edges
        .run(
            FETCHING,
            Operation.QUERY,
            "a certificate",
            ENDING,
            edge -> edge.send(() -> call(key.address())).flatMap(answer -> read(answer, key)))
        .map(certificate ->
            certificate
                .<Entry>map(Entry.Good::new)
                .orElseGet(() -> new Entry.Bad(clock.instant().plus(BAD_FOR))));
  }

  private static HttpCall call(URI address) {
    return new HttpCall(
        HttpMethod.GET,
        address,
        headers -> headers.set("Accept", "application/x-pem-file, */*"),
        NOTHING,
        LIMIT_BYTES);
  }

  private Mono<Optional<X509Certificate>> read(Exchange exchange, Key key) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? Mono.fromCallable(() -> trust(key).trusted(answer.body(), clock.instant()))
            // Verifying a chain reads the JDK's own list of roots.
            .subscribeOn(Schedulers.boundedElastic())
            .map(Optional::of)
            .onErrorReturn(Optional.empty())
        : Mono.just(Optional.empty());
  }

  private PayPalTrust trust(Key key) {
    return key.roots().map(pem -> PayPalTrust.of(pem.reveal())).orElse(digiCert);
  }
}
