/** One table of legal status changes per aggregate, and the verdict on each event. */
@NullMarked
package io.tollgate.domain.lifecycle;

import org.jspecify.annotations.NullMarked;
