/** Describes the merchant API as OpenAPI 3.1, from the shapes that the API checks by. */
@NullMarked
package io.tollgate.gateway.openapi;

import org.jspecify.annotations.NullMarked;
