/** A stand-in for UnionPay's online gateway that signs as it does and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.unionpay;

import org.jspecify.annotations.NullMarked;
