package io.tollgate.gateway.edge.signature;

import io.tollgate.domain.merchant.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * What came of verifying a request's signature. The details may be shown to the caller: they help
 * to sign by the template, and do not tell an unknown key from a wrong signature.
 */
public sealed interface Verification {
  /**
   * Signed by the holder of {@code key}.
   *
   * @param nonce where one was sent: its second use has to be refused
   */
  record Valid(SigningKey key, @Nullable String nonce) implements Verification {}

  /** Not signed, or not by the template. */
  record Missing(String detail) implements Verification {}

  /** The key, the signature or the digest is not right. */
  record Invalid(String detail) implements Verification {}

  /** By the template, but outside the clock window. */
  record Expired(String detail) implements Verification {}
}
