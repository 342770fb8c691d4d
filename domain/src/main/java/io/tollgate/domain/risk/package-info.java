/** Pure risk rules, and the port to the counters that some of them need. */
@NullMarked
package io.tollgate.domain.risk;

import org.jspecify.annotations.NullMarked;
