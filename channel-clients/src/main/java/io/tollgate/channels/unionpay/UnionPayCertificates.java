package io.tollgate.channels.unionpay;

import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * Judges the certificates that messages bring along (facts, section 7, "Verification"). Whoever
 * wrote the message wrote the certificate, so nothing in it is believed before all of this holds:
 *
 * <ul>
 *   <li>it was signed by the middle certificate that the account names, and that one by the root
 *       that the account names; nothing else in the message can add to the chain;
 *   <li>all three are valid now, and it is no authority itself;
 *   <li>its owner is UnionPay: the third part of its common name, {@code a@b@owner@c}. The same
 *       authority certifies merchants, so that without this every merchant could speak as UnionPay.
 *       That rule is unconfirmed, so the owner is an option, {@value #OWNER}; UnionPay's test
 *       system has another.
 * </ul>
 */
final class UnionPayCertificates {

  static final String ROOT = "root-cert";
  static final String MIDDLE = "middle-cert";

  /** The middle certificate before it was replaced, while messages may still be signed under it. */
  static final String PREVIOUS_MIDDLE = "middle-cert-previous";

  static final String OWNER = "certificate-owner";

  private static final String OWNER_UNLESS_SET = "中国银联股份有限公司";
  private static final int OWNER_PART = 2;
  private static final int LONGEST = 16_384;

  /** Older ones can be forged. */
  private static final Set<String> SIGNED_BY =
      Set.of("SHA256withRSA", "SHA384withRSA", "SHA512withRSA");

  private static final Map<Secret, X509Certificate> CONFIGURED = new ConcurrentHashMap<>();

  /**
   * Who certified whom, once it was proved. Only what names UnionPay and what the account itself
   * names is ever looked at, so that no stranger can fill it.
   */
  private static final Set<Link> LINKS = ConcurrentHashMap.newKeySet();

  private record Link(X509Certificate certificate, X509Certificate by) {}

  private UnionPayCertificates() {}

  /** The key of a certificate that is UnionPay's at that time; empty otherwise. Never throws. */
  static Optional<PublicKey> key(String pem, ChannelAccount account, Instant now) {
    try {
      return pem.length() > LONGEST
          ? Optional.empty()
          : Optional.of(Rsa.certificate(pem))
              .filter(leaf -> isOwned(leaf, account))
              .filter(leaf -> isCertified(leaf, account, now))
              .map(X509Certificate::getPublicKey);
    } catch (RuntimeException unreadable) {
      // A stranger wrote it, so whatever reading it throws means the same.
      return Optional.empty();
    }
  }

  private static boolean isCertified(X509Certificate leaf, ChannelAccount account, Instant now) {
    var root = configured(account, ROOT);
    return root.isPresent()
        && isAuthority(root.get(), now)
        && middles(account).stream()
            .filter(middle -> isAuthority(middle, now) && isSigned(middle, root.get()))
            .anyMatch(middle -> isEnd(leaf, now) && isSigned(leaf, middle));
  }

  /** Certificates of the first version cannot say that they are an authority. */
  private static boolean isAuthority(X509Certificate certificate, Instant now) {
    return isValid(certificate, now)
        && (certificate.getVersion() < 3 || certificate.getBasicConstraints() >= 0);
  }

  private static boolean isEnd(X509Certificate leaf, Instant now) {
    return isValid(leaf, now)
        && leaf.getBasicConstraints() < 0
        && SIGNED_BY.contains(leaf.getSigAlgName())
        && (leaf.getKeyUsage() == null || leaf.getKeyUsage()[0] || leaf.getKeyUsage()[1]);
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static boolean isSigned(X509Certificate certificate, X509Certificate by) {
    var link = new Link(certificate, by);
    if (LINKS.contains(link)) {
      return true;
    }
    if (!certificate.getIssuerX500Principal().equals(by.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(by.getPublicKey());
    } catch (GeneralSecurityException notSigned) {
      return false;
    }
    LINKS.add(link);
    return true;
  }

  /** Only the name's own part counts, not what looks like one inside of another. */
  private static boolean isOwned(X509Certificate leaf, ChannelAccount account) {
    var owner = account.options().getOrDefault(OWNER, OWNER_UNLESS_SET);
    try {
      var names =
          new LdapName(leaf.getSubjectX500Principal().getName())
              .getRdns().stream()
                  .filter(part -> part.getType().equalsIgnoreCase("CN"))
                  .map(part -> part.getValue().toString())
                  .toList();
      var parts = names.size() == 1 ? names.getFirst().split("@") : new String[0];
      return parts.length > OWNER_PART && parts[OWNER_PART].equals(owner);
    } catch (InvalidNameException noName) {
      return false;
    }
  }

  private static List<X509Certificate> middles(ChannelAccount account) {
    return Stream.of(MIDDLE, PREVIOUS_MIDDLE)
        .map(name -> configured(account, name))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<X509Certificate> configured(ChannelAccount account, String name) {
    return Optional.ofNullable(account.secrets().get(name))
        .map(secret -> CONFIGURED.computeIfAbsent(secret, it -> Rsa.certificate(it.revealText())));
  }
}
