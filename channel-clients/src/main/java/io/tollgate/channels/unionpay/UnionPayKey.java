package io.tollgate.channels.unionpay;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Our own key, as UnionPay gives it to merchants: a PKCS #12 file with one key and its certificate
 * (facts, section 7, "Signing"). A file is read once.
 *
 * @param certId the certificate's serial number, in decimal
 * @param privateKey PKCS #8 in Base64
 */
record UnionPayKey(String certId, Secret privateKey) {

  /** The file in Base64. */
  static final String FILE = "pfx";

  static final String PASSWORD = "pfx-password";

  private static final Map<Source, UnionPayKey> KNOWN = new ConcurrentHashMap<>();

  private record Source(Secret file, Secret password) {}

  /** The account's key; throws {@link IllegalArgumentException} where it has none. */
  static UnionPayKey of(ChannelAccount account) {
    var source = new Source(account.secret(FILE), account.secret(PASSWORD));
    return KNOWN.computeIfAbsent(source, UnionPayKey::read);
  }

  private static UnionPayKey read(Source source) {
    var password = source.password.revealText().toCharArray();
    try {
      var store = KeyStore.getInstance("PKCS12");
      var file = Base64.getMimeDecoder().decode(source.file.reveal());
      store.load(new ByteArrayInputStream(file), password);
      for (var alias : Collections.list(store.aliases())) {
        Key key = store.getKey(alias, password);
        if (key != null && store.getCertificate(alias) instanceof X509Certificate certificate) {
          return new UnionPayKey(
              certificate.getSerialNumber().toString(),
              Secret.ofText(Base64.getEncoder().encodeToString(key.getEncoded())));
        }
      }
    } catch (GeneralSecurityException | IOException unreadable) {
      throw new IllegalArgumentException("no PKCS #12 file, or another password", unreadable);
    }
    throw new IllegalArgumentException("no key in the PKCS #12 file");
  }
}
