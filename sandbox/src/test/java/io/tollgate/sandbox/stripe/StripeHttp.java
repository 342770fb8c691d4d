package io.tollgate.sandbox.stripe;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain HTTP to the simulator, for what the SDK hides. */
final class StripeHttp {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final StripeSimulator simulator;

  StripeHttp(StripeSimulator simulator) {
    this.simulator = simulator;
  }

  static String payment(String method, String attempt) {
    return "amount=1099&currency=eur&confirm=true&payment_method="
        + method
        + "&metadata[attempt_id]="
        + attempt;
  }

  HttpResponse<String> post(String path, String form, String... headers) throws Exception {
    return http.send(request(path, form, headers), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> postLater(String path, String form, String... headers) {
    return http.sendAsync(request(path, form, headers), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String form, String... headers) {
    HttpRequest.Builder request =
        base(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(base(path).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  JsonNode search(String attempt) throws Exception {
    String query = "metadata['attempt_id']:'" + attempt + "'";
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return json(get("/v1/payment_intents/search?query=" + encoded));
  }

  private HttpRequest.Builder base(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + path))
        .timeout(Duration.ofSeconds(20))
        .header("Authorization", "Bearer sk_test_sandbox");
  }

  static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }
}
