package io.tollgate.channels.paypal;

import io.tollgate.channels.http.WireServer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/**
 * Answers each request as a test says, by the beginning of its first line, and lends tokens. What
 * is not foreseen is answered with 501.
 */
final class ScriptedPayPal implements AutoCloseable {

  private static final String TOKENS = "POST /v1/oauth2/token";

  private final Map<String, WireServer.Script> answers = new LinkedHashMap<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final WireServer server;

  ScriptedPayPal() throws IOException {
    this.server = new WireServer(this::answer);
    on(TOKENS, 200, "{\"access_token\":\"A21AAtoken\",\"expires_in\":32400}");
  }

  /** The last word on requests that begin so. */
  synchronized ScriptedPayPal on(String start, WireServer.Script answer) {
    answers.put(start, answer);
    return this;
  }

  ScriptedPayPal on(String start, int status, String body) {
    return on(start, WireServer.answering(status, body));
  }

  ScriptedPayPal on(String start, int status, JsonNode body) {
    return on(start, status, body.toString());
  }

  URI url() {
    return server.url();
  }

  /** Method and path of what came, requests for tokens aside. */
  List<String> seen() {
    return seen;
  }

  List<String> bodies() {
    return bodies;
  }

  /** All that came, headers included. */
  List<String> requests() {
    return requests;
  }

  private void answer(java.net.Socket socket, String request) throws IOException {
    var line = request.lines().findFirst().orElse("");
    requests.add(request);
    if (!line.startsWith(TOKENS)) {
      seen.add(line.replace(" HTTP/1.1", ""));
      bodies.add(request.substring(request.indexOf("\r\n\r\n") + 4));
    }
    scriptOf(line).answer(socket, request);
  }

  private synchronized WireServer.Script scriptOf(String line) {
    return answers.entrySet().stream()
        .filter(entry -> line.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(WireServer.answering(501, "{}"));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
