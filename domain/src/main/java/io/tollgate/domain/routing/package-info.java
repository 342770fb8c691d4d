/** Picks the channel accounts that may take a payment, in order. */
@NullMarked
package io.tollgate.domain.routing;

import org.jspecify.annotations.NullMarked;
