/** The one place that speaks AMQP: publishes and takes notices. */
@NullMarked
package io.tollgate.gateway.notification.broker;

import org.jspecify.annotations.NullMarked;
