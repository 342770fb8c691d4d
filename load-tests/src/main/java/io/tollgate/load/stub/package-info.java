/** The cheapest partners that a payment can have, so that what is measured is the gateway. */
@NullMarked
package io.tollgate.load.stub;

import org.jspecify.annotations.NullMarked;
