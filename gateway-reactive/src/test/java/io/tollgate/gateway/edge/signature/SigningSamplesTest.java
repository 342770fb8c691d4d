package io.tollgate.gateway.edge.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.edge.signature.Vectors.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each sample of docs/signing on the vectors, as a merchant's developer would. */
class SigningSamplesTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final Map<String, List<String>> SAMPLES =
      Map.of(
          "pay.sh", List.of("bash"),
          "sign.py", List.of("python3"),
          "sign.js", List.of("node"),
          "Sign.java", List.of(JAVA));

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("samplesAndVectors")
  void printsTheHeadersOfTheVector(String sample, Vector vector) throws Exception {
    assumeInstalled(sample);

    var printed = run(command(sample, vector));

    assertThat(printed).isEqualTo(signatureHeaders(vector));
  }

  /** A Java sample compiles itself each time, so it runs on two vectors only. */
  static Stream<Arguments> samplesAndVectors() {
    var vectors = Vectors.requests().stream().filter(SigningSamplesTest::isForSamples).toList();
    return SAMPLES.keySet().stream()
        .sorted()
        .flatMap(sample ->
            vectors.stream()
                .limit(sample.equals("Sign.java") ? 2 : vectors.size())
                .map(vector -> Arguments.of(sample, vector)));
  }

  /** The samples are of HMAC, and send neither the algorithm nor an expiry. */
  private static boolean isForSamples(Vector vector) {
    var input = vector.headers().get("Signature-Input");
    return vector.text("key").equals("mk_demo")
        && !input.contains(";alg=")
        && !input.contains(";expires=");
  }

  private static Map<String, String> signatureHeaders(Vector vector) {
    var headers = new LinkedHashMap<>(vector.headers());
    headers.remove("Idempotency-Key");
    return headers;
  }

  private static List<String> command(String sample, Vector vector) {
    var command = new ArrayList<>(SAMPLES.get(sample));
    command.add(Vectors.FOLDER.resolve(sample).toString());
    if (sample.equals("pay.sh")) {
      command.add("--sign");
    }
    command.addAll(
        List.of(
            "--method", vector.text("method"),
            "--url", vector.text("url"),
            "--body", vector.text("body"),
            "--key-id", vector.text("key"),
            "--secret", Vectors.secret(vector.text("key")),
            "--created", vector.text("created")));
    vector.maybe("nonce").ifPresent(nonce -> command.addAll(List.of("--nonce", nonce)));
    vector
        .maybe("idempotency_key")
        .ifPresent(key -> command.addAll(List.of("--idempotency-key", key)));
    return command;
  }

  private static Map<String, String> run(List<String> command) throws Exception {
    var output = Files.createTempFile("sample", ".txt");
    try {
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("LC_ALL", "C.UTF-8");
      var process = builder.start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
      var text = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(text).isZero();
      var headers = new LinkedHashMap<String, String>();
      text.lines().forEach(line -> headers.put(line.split(": ", 2)[0], line.split(": ", 2)[1]));
      return headers;
    } finally {
      Files.delete(output);
    }
  }

  private static void assumeInstalled(String sample) throws InterruptedException {
    assumeTrue(
        isInstalled(SAMPLES.get(sample).getFirst(), "--version"), sample + " cannot run here");
    if (sample.equals("pay.sh")) {
      assumeTrue(isInstalled("openssl", "version"), "openssl is not installed");
    }
  }

  private static boolean isInstalled(String program, String question) throws InterruptedException {
    try {
      return new ProcessBuilder(program, question)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notFound) {
      return false;
    }
  }
}
