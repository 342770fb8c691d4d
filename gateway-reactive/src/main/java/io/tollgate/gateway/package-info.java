/** The gateway's program. */
@NullMarked
package io.tollgate.gateway;

import org.jspecify.annotations.NullMarked;
