package io.tollgate.gateway.edge;

import io.tollgate.domain.merchant.MerchantId;
import org.jspecify.annotations.Nullable;

/**
 * Who made the request, proved by its signature.
 *
 * @param nonce the signature's nonce, whose second use has still to be refused
 */
public record Caller(MerchantId merchant, String keyId, @Nullable String nonce) {}
