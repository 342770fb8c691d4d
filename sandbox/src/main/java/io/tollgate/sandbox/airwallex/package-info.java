/** Airwallex's Payments API, simulated: intents, captures, refunds and signed events. */
@NullMarked
package io.tollgate.sandbox.airwallex;

import org.jspecify.annotations.NullMarked;
