/** The room in which payments are taken and settled, and its door for merchants. */
@NullMarked
package io.tollgate.gateway.payment;

import org.jspecify.annotations.NullMarked;
