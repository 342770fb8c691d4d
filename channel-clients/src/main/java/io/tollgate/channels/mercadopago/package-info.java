/** Mercado Pago, by its Payments API of version 1 and its hosted checkout. */
@NullMarked
package io.tollgate.channels.mercadopago;

import org.jspecify.annotations.NullMarked;
