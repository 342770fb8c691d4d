package io.tollgate.gateway.notification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are delivered.
 *
 * @param privateAddresses whether http and private addresses may be called; only in a sandbox
 * @param perEndpoint deliveries to one endpoint at once in this process
 */
@ConfigurationProperties("tollgate.webhooks")
record WebhookProperties(
    @DefaultValue("false") boolean privateAddresses, @DefaultValue("32") int perEndpoint) {}
