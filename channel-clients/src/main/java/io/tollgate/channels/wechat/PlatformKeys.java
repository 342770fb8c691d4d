package io.tollgate.channels.wechat;

import io.tollgate.channels.signing.Rsa;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The keys that an account knows WeChat Pay by: a public key with an id, certificates with serial
 * numbers, or both while the account changes from these to that (facts, section 6, "Response
 * verification").
 */
record PlatformKeys(WechatAccount account, List<PlatformCertificate> certificates) {

  PlatformKeys {
    certificates = List.copyOf(certificates);
  }

  /**
   * What verifies signatures under that serial; empty where the account knows no such key, or not
   * at that time. It throws {@link IllegalArgumentException} where the account's key is none.
   */
  Optional<BiPredicate<byte[], byte[]>> find(String serial, Instant at) {
    if (account.platformKeyId().filter(serial::equals).isPresent()) {
      var key = account.platformPublicKey();
      return Optional.of((text, signature) -> Rsa.verifies(key, text, signature));
    }
    return PlatformCertificate.number(serial)
        .flatMap(number ->
            certificates.stream()
                .filter(held -> held.number().equals(number) && held.isValidAt(at))
                .findFirst())
        .map(held -> held::verifies);
  }

  /** The key that answers are best signed by; throws where its id is known and it is not. */
  Optional<String> preferred(Instant at) {
    var id = account.platformKeyId();
    if (id.isPresent()) {
      var _ = account.platformPublicKey();
      return id;
    }
    return certificates.stream()
        .filter(held -> held.isValidAt(at))
        .max(Comparator.comparing(held -> held.certificate().getNotAfter().toInstant()))
        .map(PlatformCertificate::serial);
  }
}
