/** Paystack, by its API 1.0.0: a page of its own, direct charges, saved authorizations. */
@NullMarked
package io.tollgate.channels.paystack;

import org.jspecify.annotations.NullMarked;
