/** A stand-in for Mercado Pago that speaks its wire format and misbehaves when asked to. */
@NullMarked
package io.tollgate.sandbox.mercadopago;

import org.jspecify.annotations.NullMarked;
