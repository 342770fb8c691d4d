/** Payments, servers and fakes that the tests of this module share. */
@NullMarked
package io.tollgate.persistence;

import org.jspecify.annotations.NullMarked;
