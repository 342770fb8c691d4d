/** The edge around every call to a channel: pool, timeouts, bulkhead, breaker, pace and metrics. */
@NullMarked
package io.tollgate.channels.http;

import org.jspecify.annotations.NullMarked;
