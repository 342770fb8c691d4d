package io.tollgate.gateway.edge;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * A route that is found by a look into a table, for what is asked most.
 *
 * @param path the whole of it, without variables
 */
public record DirectRoute(
    HttpMethod method, String path, HandlerFunction<ServerResponse> handler) {}
