/** Wires the parts together, opens roles, watches health and shuts down in order. */
@NullMarked
package io.tollgate.gateway.platform;

import org.jspecify.annotations.NullMarked;
