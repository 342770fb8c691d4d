package io.tollgate.gateway.edge.signature;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.merchant.SignatureAlgorithm;
import io.tollgate.domain.merchant.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The fixed vectors of docs/signing/vectors.json. */
final class Vectors {
  static final Path FOLDER =
      Path.of(System.getProperty("tollgate.root", ".."), "docs", "signing").toAbsolutePath();

  private static final JsonNode FILE =
      new ObjectMapper().readTree(FOLDER.resolve("vectors.json").toFile());

  private Vectors() {}

  /** A vector; {@code name} is what the test is called. */
  record Vector(JsonNode json) {
    String text(String field) {
      return json.get(field).asString();
    }

    Optional<String> maybe(String field) {
      var value = json.get(field);
      return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asString());
    }

    Instant now() {
      return Instant.ofEpochSecond(json.get("now").asLong());
    }

    List<String> base() {
      return elements(json.get("base")).stream().map(JsonNode::asString).toList();
    }

    Map<String, String> headers() {
      return json.get("headers")
          .propertyStream()
          .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().asString()));
    }

    SignedRequest request() {
      var url = URI.create(text("url"));
      return new SignedRequest(
          text("method"),
          url.getAuthority(),
          url.getRawPath(),
          url.getRawQuery() == null ? "" : url.getRawQuery(),
          headers().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT),
                      header -> List.of(header.getValue()))),
          text("body").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  static List<Vector> requests() {
    return elements(FILE.get("requests")).stream().map(Vector::new).toList();
  }

  static List<Vector> refusals() {
    return elements(FILE.get("refusals")).stream().map(Vector::new).toList();
  }

  static Optional<SigningKey> key(String id) {
    return elements(FILE.get("keys")).stream()
        .filter(key -> key.get("id").asString().equals(id))
        .map(Vectors::key)
        .findAny();
  }

  static RequestSigner signer(String id) {
    var key =
        elements(FILE.get("keys")).stream()
            .filter(candidate -> candidate.get("id").asString().equals(id))
            .findAny()
            .orElseThrow();
    var material =
        key.has("secret")
            ? secret(key)
            : Base64.getDecoder().decode(key.get("private_key").asString());
    return new RequestSigner(id, algorithm(key), material);
  }

  static String secret(String keyId) {
    return key(keyId).orElseThrow().material().revealText();
  }

  private static SigningKey key(JsonNode key) {
    var material =
        key.has("secret")
            ? secret(key)
            : Base64.getDecoder().decode(key.get("public_key").asString());
    return new SigningKey(
        key.get("id").asString(), new MerchantId("demo"), algorithm(key), Secret.of(material));
  }

  private static byte[] secret(JsonNode key) {
    return key.get("secret").asString().getBytes(StandardCharsets.UTF_8);
  }

  private static SignatureAlgorithm algorithm(JsonNode key) {
    return SignatureAlgorithm.named(key.get("algorithm").asString()).orElseThrow();
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
