package io.tollgate.channels.wechat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.signing.Rsa;
import io.tollgate.channels.wechat.WechatMessages.Certificates;
import io.tollgate.channels.wechat.WechatMessages.SealedCertificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Fetches the certificates that WeChat Pay signs with (wechatpay-java, {@code
 * CertificateDownloader}). Each is sealed with the APIv3 key, which is what proves it; the
 * signature of the answer can only be checked with what it brings, and is where it is there.
 */
final class CertificateDownload {

  private static final Json<Certificates> CERTIFICATES = Json.of(Certificates.class);

  private final WechatSigning signing;
  private final WechatCipher cipher;
  private final Clock clock;

  CertificateDownload(WechatSigning signing, WechatCipher cipher, Clock clock) {
    this.signing = signing;
    this.cipher = cipher;
    this.clock = clock;
  }

  /** All certificates that are in force; empty where they could not be had, or not be proved. */
  Mono<List<PlatformCertificate>> fetch(WechatAccount account, Edge edge) {
    var none = new PlatformKeys(account, List.of());
    return edge.ask(() -> signing.call(WechatRequests.certificates(account), account, none))
        .flatMap(exchange -> Mono.justOrEmpty(opened(exchange, account, edge.alarms())))
        .onErrorResume(IllegalArgumentException.class, wrong -> unusable(wrong, edge.alarms()));
  }

  private static Mono<List<PlatformCertificate>> unusable(
      IllegalArgumentException wrong, Alarms alarms) {
    alarms.raise(Alarm.MISCONFIGURED, "no certificate can be read: " + wrong.getMessage());
    return Mono.empty();
  }

  private Optional<List<PlatformCertificate>> opened(
      Exchange exchange, WechatAccount account, Alarms alarms) {
    return switch (exchange) {
      case Exchange.NotSent _, Exchange.Unknown _ -> Optional.empty();
      case Exchange.Answered answer when answer.status() == 200 ->
          CERTIFICATES
              .read(answer.body())
              .flatMap(sent -> opened(sent, account, alarms))
              .filter(certificates -> isSignedByOneOf(certificates, answer, account));
      case Exchange.Answered answer -> {
        WechatErrors.ofQuestion(answer, account, alarms, "platform certificates");
        yield Optional.empty();
      }
    };
  }

  /** One that does not open spoils all: the key is wrong, or the answer is not WeChat Pay's. */
  private Optional<List<PlatformCertificate>> opened(
      Certificates sent, WechatAccount account, Alarms alarms) {
    var data = sent.data();
    if (data == null || data.isEmpty()) {
      return Optional.empty();
    }
    var certificates = new ArrayList<PlatformCertificate>();
    for (var sealed : data) {
      var certificate = opened(sealed, account);
      if (certificate.isEmpty()) {
        alarms.raise(
            Alarm.MISCONFIGURED, "a platform certificate does not open or is no certificate");
        return Optional.empty();
      }
      certificates.add(certificate.get());
    }
    return Optional.of(List.copyOf(certificates));
  }

  private Optional<PlatformCertificate> opened(
      @Nullable SealedCertificate sent, WechatAccount account) {
    var serial = sent == null ? null : sent.serialNo();
    var sealed = sent == null ? null : sent.encryptCertificate();
    if (serial == null || sealed == null) {
      return Optional.empty();
    }
    return cipher
        .open(sealed, account.apiV3Key())
        .flatMap(pem -> certificate(serial, pem))
        .filter(certificate -> isTrusted(certificate, account));
  }

  private static Optional<PlatformCertificate> certificate(String serial, byte[] pem) {
    try {
      var certificate = new PlatformCertificate(serial, Rsa.certificate(new String(pem, US_ASCII)));
      return PlatformCertificate.number(serial)
          .filter(certificate.number()::equals)
          .map(_ -> certificate);
    } catch (IllegalArgumentException noCertificate) {
      return Optional.empty();
    }
  }

  private static boolean isTrusted(PlatformCertificate certificate, WechatAccount account) {
    return account
        .platformRoot()
        .map(root -> certificate.isIssuedBy(Rsa.certificate(root)))
        .orElse(true);
  }

  private boolean isSignedByOneOf(
      List<PlatformCertificate> certificates, Exchange.Answered answer, WechatAccount account) {
    return WechatSeal.isMissing(WechatProof.headers(answer))
        || WechatProof.of(answer, new PlatformKeys(account, certificates), clock.instant())
            .filter(answer::equals)
            .isPresent();
  }
}
