/** The door for channels: their asynchronous callbacks. */
@NullMarked
package io.tollgate.gateway.callback;

import org.jspecify.annotations.NullMarked;
