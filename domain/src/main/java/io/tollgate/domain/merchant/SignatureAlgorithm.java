package io.tollgate.domain.merchant;

import java.util.Arrays;
import java.util.Optional;

/** The request signature algorithms, by their names in RFC 9421, section 3.3. */
public enum SignatureAlgorithm {
  HMAC_SHA256("hmac-sha256"),
  ED25519("ed25519"),
  RSA_PSS_SHA512("rsa-pss-sha512");

  private final String registeredName;

  SignatureAlgorithm(String registeredName) {
    this.registeredName = registeredName;
  }

  public String registeredName() {
    return registeredName;
  }

  public static Optional<SignatureAlgorithm> named(String registeredName) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.registeredName.equals(registeredName))
        .findAny();
  }
}
