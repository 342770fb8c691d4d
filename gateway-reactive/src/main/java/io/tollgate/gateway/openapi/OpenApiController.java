package io.tollgate.gateway.openapi;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import io.tollgate.gateway.edge.JsonBodies;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Serves the API's description, and a page of it that people can read. */
@Configuration(proxyBeanMethods = false)
class OpenApiController {

  @Bean
  RouterFunction<ServerResponse> openApiRoutes() {
    var description = JsonBodies.write(OpenApiDocument.describe());
    var page = new ClassPathResource("api-page.html");
    return RouterFunctions.route(
            GET("/openapi.json"),
            _ -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(description))
        .andRoute(
            GET("/docs"), _ -> ServerResponse.ok().contentType(MediaType.TEXT_HTML).bodyValue(page))
        .and(
            RouterFunctions.resources(
                "/docs/assets/**",
                new ClassPathResource(
                    "META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/")));
  }

  /** The assets stand in a folder named after their version. */
  private static String swaggerUiVersion() {
    try {
      return PropertiesLoaderUtils.loadProperties(
              new ClassPathResource("META-INF/maven/org.webjars/swagger-ui/pom.properties"))
          .getProperty("version");
    } catch (IOException missing) {
      throw new UncheckedIOException("swagger-ui is not on the class path", missing);
    }
  }
}
