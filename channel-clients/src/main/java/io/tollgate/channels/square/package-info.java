/** Square, by its Payments API of 2025-08-20. */
@NullMarked
package io.tollgate.channels.square;

import org.jspecify.annotations.NullMarked;
