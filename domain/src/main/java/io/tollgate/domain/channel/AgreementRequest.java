package io.tollgate.domain.channel;

import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import java.net.URI;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * Asks a payer's consent to be charged later without acting.
 *
 * @param id the same on every repetition
 * @param method what will be charged
 * @param currency of the charges
 * @param returnUrl where the payer comes back to
 * @param channelReference the channel's own id of the agreement, once an answer brought it
 */
public record AgreementRequest(
    OperationId id,
    Method method,
    Customer customer,
    Currency currency,
    @Nullable URI returnUrl,
    @Nullable String description,
    @Nullable String channelReference) {}
