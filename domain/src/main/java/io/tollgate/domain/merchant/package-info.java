/** Merchants, their signing keys and the secrets they share with us. */
@NullMarked
package io.tollgate.domain.merchant;

import org.jspecify.annotations.NullMarked;
