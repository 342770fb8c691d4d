package io.tollgate.channels.paypal;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates sign PayPal's webhooks: they are issued below a pinned root, are valid now,
 * and are for {@code messageverificationcerts….paypal.com} (facts, section 2, "Callback"). A
 * certificate for any other name, {@code www.paypal.com} included, signs nothing here.
 */
final class PayPalTrust {

  /** PayPal's certificates are DigiCert's, by the root that its SDK is packed with. */
  private static final String ISSUER = "O=DigiCert Inc,";

  private static final Pattern NAME =
      Pattern.compile("messageverificationcerts([a-z0-9.-]*)\\.paypal\\.com");

  private final Set<TrustAnchor> roots;

  private PayPalTrust(Set<TrustAnchor> roots) {
    this.roots = roots;
  }

  /** DigiCert's roots out of the JDK's trust store. Blocks while it reads that. */
  static PayPalTrust ofDigiCert() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((@Nullable KeyStore) null);
      return new PayPalTrust(
          Arrays.stream(factory.getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .map(X509TrustManager.class::cast)
              .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()))
              .filter(root -> root.getSubjectX500Principal().getName().contains(ISSUER))
              .map(root -> new TrustAnchor(root, null))
              .collect(toUnmodifiableSet()));
    } catch (NoSuchAlgorithmException | KeyStoreException broken) {
      throw new IllegalStateException("no trust store in this JDK", broken);
    }
  }

  /** The roots in PEM; throws {@link IllegalArgumentException} where there is none. */
  static PayPalTrust of(byte[] pem) {
    try {
      var roots = certificates(pem).stream().map(root -> new TrustAnchor(root, null));
      return new PayPalTrust(roots.collect(toUnmodifiableSet()));
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalArgumentException("no certificate", unreadable);
    }
  }

  /**
   * The first certificate of a file, where the others lead it to a root of ours. Reads the JDK's
   * list of roots the first time, which blocks.
   *
   * @throws GeneralSecurityException where it is not to be trusted
   */
  X509Certificate trusted(byte[] pem, Instant now) throws GeneralSecurityException {
    var chain = certificates(pem);
    var leaf = chain.getFirst();
    if (!isForWebhooks(leaf)) {
      throw new CertificateException("issued to somebody else");
    }
    var target = new X509CertSelector();
    target.setCertificate(leaf);
    var parameters = new PKIXBuilderParameters(roots, target);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
    var _ = CertPathBuilder.getInstance("PKIX").build(parameters);
    return leaf;
  }

  static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isForWebhooks(X509Certificate certificate) throws CertificateException {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(value -> value.toString().toLowerCase(Locale.ROOT))
              .anyMatch(name -> NAME.matcher(name).matches());
    } catch (InvalidNameException unreadable) {
      throw new CertificateException("unreadable name", unreadable);
    }
  }

  private static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
    Collection<? extends Certificate> read =
        CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
    var certificates = read.stream().map(X509Certificate.class::cast).toList();
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate");
    }
    return certificates;
  }
}
