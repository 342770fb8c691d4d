/**
 * Real servers (Redis, MariaDB, an AMQP broker) that start without root, Docker or installation.
 */
@NullMarked
package io.tollgate.sandbox.servers;

import org.jspecify.annotations.NullMarked;
