/** Makes a gateway that starts warm, from a training run. */
@NullMarked
package io.tollgate.load.train;

import org.jspecify.annotations.NullMarked;
