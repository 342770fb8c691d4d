/** Drives the packaged gateway from outside: what it costs, how much it takes, what it survives. */
@NullMarked
package io.tollgate.load;

import org.jspecify.annotations.NullMarked;
