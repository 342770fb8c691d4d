/** What BlockHound must know about the libraries that tests run on. */
@NullMarked
package io.tollgate.sandbox.blocking;

import org.jspecify.annotations.NullMarked;
