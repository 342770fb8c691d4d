/** Amounts of money: whole minor units of an ISO 4217 currency. */
@NullMarked
package io.tollgate.domain.money;

import org.jspecify.annotations.NullMarked;
