/** The outer door: who calls, whether it may, and how an answer or a refusal is written. */
@NullMarked
package io.tollgate.gateway.edge;

import org.jspecify.annotations.NullMarked;
