/** Judges a run by what was seen from outside: every answer, the channel's book, both stores. */
@NullMarked
package io.tollgate.load.check;

import org.jspecify.annotations.NullMarked;
