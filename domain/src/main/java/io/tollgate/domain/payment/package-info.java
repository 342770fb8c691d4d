/** The payment: its order, its attempts at channels, its state, and the port that stores it. */
@NullMarked
package io.tollgate.domain.payment;

import org.jspecify.annotations.NullMarked;
