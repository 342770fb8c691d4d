/** Starts everything a newcomer needs to see a payment go through, with one command. */
@NullMarked
package io.tollgate.sandbox;

import org.jspecify.annotations.NullMarked;
