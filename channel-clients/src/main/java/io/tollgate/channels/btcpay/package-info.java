/** The BTCPay Server channel: invoices, refunds as pull payments, and signed webhooks. */
@NullMarked
package io.tollgate.channels.btcpay;

import org.jspecify.annotations.NullMarked;
