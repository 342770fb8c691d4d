/** Payments, risk counters and idempotency keys in Redis: one script call for every change. */
@NullMarked
package io.tollgate.persistence.hot;

import org.jspecify.annotations.NullMarked;
