/** Request signatures by RFC 9421 and RFC 9530, by one frozen template; pure, without I/O. */
@NullMarked
package io.tollgate.gateway.edge.signature;

import org.jspecify.annotations.NullMarked;
