package io.tollgate.channels.wechat;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * One account's calls: what goes out is signed, and an answer counts only where it is proved to be
 * WeChat Pay's. One that is not is {@link Exchange.Unknown}, for what was asked may have been done.
 */
final class WechatCalls {

  private final WechatAccount account;
  private final Edge edge;
  private final WechatSigning signing;
  private final PlatformCertificates certificates;
  private final CertificateDownload download;
  private final Clock clock;

  WechatCalls(
      WechatAccount account,
      Edge edge,
      WechatSigning signing,
      PlatformCertificates certificates,
      CertificateDownload download,
      Clock clock) {
    this.account = account;
    this.edge = edge;
    this.signing = signing;
    this.certificates = certificates;
    this.download = download;
    this.clock = clock;
  }

  /**
   * Sends what may move money, once there is a key to prove the answer with.
   *
   * @param request builds it; where that throws, nothing was sent
   */
  Mono<Exchange> send(Supplier<WechatRequest> request) {
    return proved(keys -> edge.send(() -> signing.call(request.get(), account, keys)));
  }

  /** Sends what changes nothing. */
  Mono<Exchange> ask(Supplier<WechatRequest> request) {
    return proved(keys -> edge.ask(() -> signing.call(request.get(), account, keys)));
  }

  /** Fetches a file, whose answer is not signed: its hash has to prove it. */
  Mono<Exchange> file(URI address) {
    return edge.ask(() -> signing.download(address, account));
  }

  private Mono<Exchange> proved(Function<PlatformKeys, Mono<Exchange>> call) {
    return certificates
        .ready(account, this::fetch)
        .flatMap(keys -> call.apply(keys).flatMap(exchange -> proved(exchange, keys)))
        .switchIfEmpty(
            Mono.fromSupplier(() -> new Exchange.NotSent("no platform certificate to be had")));
  }

  private Mono<List<PlatformCertificate>> fetch() {
    return download.fetch(account, edge);
  }

  private Mono<Exchange> proved(Exchange exchange, PlatformKeys keys) {
    return switch (exchange) {
      case Exchange.NotSent _, Exchange.Unknown _ -> Mono.just(exchange);
      case Answered answer ->
          Mono.defer(() -> proved(answer, keys))
              .onErrorResume(IllegalArgumentException.class, _ -> unusable());
    };
  }

  /** An unknown serial number may be that of a certificate that is newer than ours. */
  private Mono<Exchange> proved(Answered answer, PlatformKeys keys) {
    return WechatProof.of(answer, keys, clock.instant())
        .map(Mono::just)
        .orElseGet(() ->
            certificates
                .newer(account, this::fetch)
                .map(newer ->
                    WechatProof.of(answer, newer, clock.instant())
                        .orElseGet(() -> foreign(answer))));
  }

  private Exchange foreign(Answered answer) {
    var serial = WechatProof.headers(answer).apply("wechatpay-serial").orElse("");
    edge.alarms()
        .raise(Alarm.MISCONFIGURED, "no platform key of serial " + WechatErrors.word(serial));
    return new Exchange.Unknown("answer is signed with a key that the account does not know");
  }

  private Mono<Exchange> unusable() {
    edge.alarms().raise(Alarm.MISCONFIGURED, "the platform's public key is none");
    return Mono.just(new Exchange.Unknown("answer cannot be verified"));
  }
}
