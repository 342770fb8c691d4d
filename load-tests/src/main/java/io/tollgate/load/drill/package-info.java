/** Fault drills: real processes under load, broken in thirty ways, judged by the checker. */
@NullMarked
package io.tollgate.load.drill;

import org.jspecify.annotations.NullMarked;
