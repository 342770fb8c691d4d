/** UnionPay's online gateway, version 5.1.0 of its form messages. */
@NullMarked
package io.tollgate.channels.unionpay;

import org.jspecify.annotations.NullMarked;
