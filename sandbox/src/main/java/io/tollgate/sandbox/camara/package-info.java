/**
 * A simulated mobile operator that speaks CAMARA's Carrier Billing and Carrier Billing Refund, with
 * scripted misbehaviour and a book of what it charged.
 */
@NullMarked
package io.tollgate.sandbox.camara;

import org.jspecify.annotations.NullMarked;
