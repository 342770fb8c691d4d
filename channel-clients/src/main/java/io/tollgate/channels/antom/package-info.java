/** Antom (Alipay+), by its payment API of version 1. */
@NullMarked
package io.tollgate.channels.antom;

import org.jspecify.annotations.NullMarked;
