/** Adyen, by its Checkout API of version 71. */
@NullMarked
package io.tollgate.channels.adyen;

import org.jspecify.annotations.NullMarked;
