/** Whole payments through a running gateway over real servers. */
@NullMarked
package io.tollgate.gateway.journey;

import org.jspecify.annotations.NullMarked;
