package io.tollgate.gateway.notification.broker;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the broker is and how it is used.
 *
 * @param uri {@code amqp://user:password@host:port/vhost}
 * @param quorum whether the queue is a quorum queue; brokers other than RabbitMQ have none
 * @param prefetch notices being delivered at once by this process
 */
@ConfigurationProperties("tollgate.broker")
record BrokerProperties(
    @DefaultValue("amqp://guest:guest@127.0.0.1:5672/") URI uri,
    @DefaultValue("true") boolean quorum,
    @DefaultValue("256") int prefetch) {

  @Override
  public String toString() {
    return "BrokerProperties[***]";
  }
}
