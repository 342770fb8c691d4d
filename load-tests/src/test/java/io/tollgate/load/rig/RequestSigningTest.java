package io.tollgate.load.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.load.rig.RequestSigning.Message;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestSigningTest {

  @ParameterizedTest
  @MethodSource("requestsOfTheDocs")
  void signsAsTheDocsDo(JsonNode request, String secret) {
    var signing = new RequestSigning(request.get("key").stringValue(), secret);

    var headers =
        signing.headers(message(request), request.get("created").asLong(), text(request, "nonce"));

    assertThat(headers).isEqualTo(headersOf(request));
  }

  private static Message message(JsonNode request) {
    var url = URI.create(request.get("url").stringValue());
    var body = text(request, "body");
    return new Message(
        request.get("method").stringValue(),
        url.getAuthority().replace(":443", ""),
        url.getRawPath(),
        url.getRawQuery() == null ? "" : url.getRawQuery(),
        body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8),
        text(request, "idempotency_key"));
  }

  private static Map<String, String> headersOf(JsonNode request) {
    var headers = new HashMap<String, String>();
    for (var name : new String[] {"Content-Digest", "Signature-Input", "Signature"}) {
      var value = text(request.get("headers"), name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  static Stream<Arguments> requestsOfTheDocs() {
    Path file = SandboxFolder.projectRoot().resolve("docs/signing/vectors.json");
    var vectors = JsonMapper.shared().readTree(file.toFile());
    var secrets = new HashMap<String, String>();
    vectors
        .get("keys")
        .forEach(key -> {
          if (key.get("algorithm").stringValue().equals("hmac-sha256")) {
            secrets.put(key.get("id").stringValue(), key.get("secret").stringValue());
          }
        });
    return vectors
        .get("requests")
        .valueStream()
        .filter(request -> secrets.containsKey(request.get("key").stringValue()))
        .filter(RequestSigningTest::isOfOurForm)
        .map(request -> Arguments.of(request, secrets.get(request.get("key").stringValue())));
  }

  /** We send neither of the two parameters that may be left out. */
  private static boolean isOfOurForm(JsonNode request) {
    var input = request.get("headers").get("Signature-Input").stringValue();
    return !input.contains(";alg=") && !input.contains(";expires=");
  }

  private static String text(JsonNode json, String name) {
    var value = json.get(name);
    return value == null || value.isNull() ? null : value.stringValue();
  }
}
