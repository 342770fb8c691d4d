/** A stand-in for Square that speaks its Payments wire format and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.square;

import org.jspecify.annotations.NullMarked;
