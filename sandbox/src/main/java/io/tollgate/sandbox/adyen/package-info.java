/**
 * A stand-in for Adyen that speaks the wire format of its Checkout and misbehaves when asked to.
 */
@NullMarked
package io.tollgate.sandbox.adyen;

import org.jspecify.annotations.NullMarked;
