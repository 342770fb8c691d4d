/** Merchants' load on a gateway, as Gatling suites with an open model. */
@NullMarked
package io.tollgate.load.gatling;

import org.jspecify.annotations.NullMarked;
