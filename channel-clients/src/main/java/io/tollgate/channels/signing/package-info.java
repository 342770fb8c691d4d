/** The cryptography that channels share, over raw bytes. */
@NullMarked
package io.tollgate.channels.signing;

import org.jspecify.annotations.NullMarked;
