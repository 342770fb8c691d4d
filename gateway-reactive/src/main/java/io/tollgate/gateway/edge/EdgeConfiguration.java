package io.tollgate.gateway.edge;

import io.tollgate.gateway.edge.signature.RequestSignatures;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the edge is built of. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

  @Bean
  RequestSignatures requestSignatures() {
    return new RequestSignatures();
  }
}
