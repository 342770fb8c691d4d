/** The door for time: asks channels when they do not tell. */
@NullMarked
package io.tollgate.gateway.polling;

import org.jspecify.annotations.NullMarked;
