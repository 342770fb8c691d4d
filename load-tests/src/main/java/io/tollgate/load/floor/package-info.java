/** The least that a payment costs in Java on these libraries: its I/O and nothing else. */
@NullMarked
package io.tollgate.load.floor;

import org.jspecify.annotations.NullMarked;
