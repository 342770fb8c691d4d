package io.tollgate.domain.merchant;

/**
 * A key that a merchant signs its requests with. A merchant may have several, for rotation; the
 * algorithm comes from here and never from a request.
 *
 * @param id what requests name as {@code keyid}, unique over all merchants
 * @param material the shared secret for HMAC; else the public key as X.509 SubjectPublicKeyInfo DER
 */
public record SigningKey(
    String id, MerchantId merchant, SignatureAlgorithm algorithm, Secret material) {}
