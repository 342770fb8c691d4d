/** A stand-in for Airwallex that speaks its Payments API and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.airwallex;

import org.jspecify.annotations.NullMarked;
