/** Tells merchants what became of their payments, and other systems through the broker. */
@NullMarked
package io.tollgate.gateway.notification;

import org.jspecify.annotations.NullMarked;
