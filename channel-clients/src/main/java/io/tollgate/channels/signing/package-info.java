/** The signatures that channels share. */
@NullMarked
package io.tollgate.channels.signing;

import org.jspecify.annotations.NullMarked;
