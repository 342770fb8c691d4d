/** A stand-in for a BTCPay Server that speaks its Greenfield API and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.btcpay;

import org.jspecify.annotations.NullMarked;
