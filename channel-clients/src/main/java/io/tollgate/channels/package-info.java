/** The door to the clients of third-party payment channels. */
@NullMarked
package io.tollgate.channels;

import org.jspecify.annotations.NullMarked;
