/** One immutable picture of the configuration. */
@NullMarked
package io.tollgate.domain.settings;

import org.jspecify.annotations.NullMarked;
