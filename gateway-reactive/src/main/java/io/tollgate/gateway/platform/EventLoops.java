package io.tollgate.gateway.platform;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.netty.resources.LoopResources;

/**
 * The event loops, as many as there are processors, on which all I/O of the process is done: that
 * of the doors, of Redis, of the database, of channels and of webhooks. They end last, after the
 * work behind the answers has ended.
 */
@Configuration(proxyBeanMethods = false)
class EventLoops {

  @Bean(destroyMethod = "dispose")
  LoopResources eventLoopResources() {
    return LoopResources.create("tollgate-io", Runtime.getRuntime().availableProcessors(), true);
  }

  /** In the place of Spring's own, which ends the loops together with the doors. */
  @Bean
  ReactorResourceFactory reactorResourceFactory(LoopResources eventLoops) {
    var factory = new ReactorResourceFactory();
    factory.setUseGlobalResources(false);
    factory.setLoopResources(eventLoops);
    return factory;
  }
}
