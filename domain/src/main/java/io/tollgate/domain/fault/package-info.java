/** Faults with stable codes: what went wrong, said once for every door. */
@NullMarked
package io.tollgate.domain.fault;

import org.jspecify.annotations.NullMarked;
