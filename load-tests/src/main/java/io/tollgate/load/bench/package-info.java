/** What a payment costs, beside the floor. */
@NullMarked
package io.tollgate.load.bench;

import org.jspecify.annotations.NullMarked;
