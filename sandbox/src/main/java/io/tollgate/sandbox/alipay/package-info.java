/**
 * A stand-in for Alipay's open gateway that speaks its signed wire format and misbehaves when asked
 * to.
 */
@NullMarked
package io.tollgate.sandbox.alipay;

import org.jspecify.annotations.NullMarked;
