/** Razorpay, by its Orders, Payments and Payment Links API, version 1. */
@NullMarked
package io.tollgate.channels.razorpay;

import org.jspecify.annotations.NullMarked;
