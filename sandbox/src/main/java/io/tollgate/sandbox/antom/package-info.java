/** A simulator of Antom's payment API, which signs and is signed to. */
@NullMarked
package io.tollgate.sandbox.antom;

import org.jspecify.annotations.NullMarked;
