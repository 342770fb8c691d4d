/** Alipay in mainland China, by its open gateway with RSA2 signatures. */
@NullMarked
package io.tollgate.channels.alipay;

import org.jspecify.annotations.NullMarked;
