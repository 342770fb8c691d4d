/** The payment products: what each requires of a request and what a payer may have to do next. */
@NullMarked
package io.tollgate.domain.product;

import org.jspecify.annotations.NullMarked;
