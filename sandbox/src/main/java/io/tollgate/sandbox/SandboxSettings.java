package io.tollgate.sandbox;

import io.tollgate.sandbox.channel.SimulatedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The settings that the sandbox's gateway starts with: a merchant, and an account per channel. */
final class SandboxSettings {

  private static final String ACCOUNTS = "${ACCOUNTS}";

  private SandboxSettings() {}

  /** Writes them: the file {@code settings.yml} beside this class, with the accounts put in. */
  static void write(Path file, Map<String, SimulatedChannel> channels) {
    List<Map<String, Object>> accounts =
        channels.entrySet().stream()
            .map(channel -> account(channel.getKey(), channel.getValue()))
            .toList();
    try (InputStream in =
        Objects.requireNonNull(SandboxSettings.class.getResourceAsStream("settings.yml"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      // JSON is YAML, too.
      Files.writeString(
          file, text.replace(ACCOUNTS, JsonMapper.shared().writeValueAsString(accounts)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, Object> account(String name, SimulatedChannel channel) {
    return Map.of(
        "id",
        name + "/demo",
        "base-url",
        channel.baseUrl(),
        "secrets",
        channel.secrets(),
        "options",
        channel.options(),
        "limits",
        Map.of(
            "max-in-flight",
            2_000,
            "connect-timeout",
            "2s",
            "reply-timeout",
            "10s",
            "queries-per-second",
            2_000));
  }
}
