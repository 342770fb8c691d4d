/** Keeps the one picture of the configuration that the process works by. */
@NullMarked
package io.tollgate.gateway.settings;

import org.jspecify.annotations.NullMarked;
