/** The delay queue beside two that are widely used, on the same Redis. */
@NullMarked
package io.tollgate.load.queues;

import org.jspecify.annotations.NullMarked;
