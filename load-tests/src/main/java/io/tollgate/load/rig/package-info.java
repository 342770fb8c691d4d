/** Starts what is measured or broken, and looks at it from outside. */
@NullMarked
package io.tollgate.load.rig;

import org.jspecify.annotations.NullMarked;
