/** Runs tasks later, at least once, over Redis; knows nothing of payments. */
@NullMarked
package io.tollgate.delayqueue;

import org.jspecify.annotations.NullMarked;
