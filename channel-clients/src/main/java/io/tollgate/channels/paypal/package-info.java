/** PayPal: Orders v2, Payments v2, Vault v3, webhooks and the transaction report. */
@NullMarked
package io.tollgate.channels.paypal;

import org.jspecify.annotations.NullMarked;
