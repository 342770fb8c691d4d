/** A TCP proxy on loopback that breaks connections on demand, in the ways that networks do. */
@NullMarked
package io.tollgate.sandbox.proxy;

import org.jspecify.annotations.NullMarked;
