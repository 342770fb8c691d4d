/** The client of PayPay's Open Payment API, the wallet of Japan. */
@NullMarked
package io.tollgate.channels.paypay;

import org.jspecify.annotations.NullMarked;
