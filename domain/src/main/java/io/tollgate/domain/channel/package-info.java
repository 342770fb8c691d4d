/** The port to third-party payment channels and the sealed outcomes they can have. */
@NullMarked
package io.tollgate.domain.channel;

import org.jspecify.annotations.NullMarked;
