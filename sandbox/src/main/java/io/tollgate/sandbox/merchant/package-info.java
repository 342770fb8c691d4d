/** A merchant's endpoint that receives what the gateway tells, verifies it and shows it. */
@NullMarked
package io.tollgate.sandbox.merchant;

import org.jspecify.annotations.NullMarked;
