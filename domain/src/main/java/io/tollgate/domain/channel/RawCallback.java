package io.tollgate.domain.channel;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A callback as it came, byte by byte: signatures are made over exactly these.
 *
 * @param rawPath the undecoded path
 * @param rawQuery the undecoded query; empty where there is none
 * @param headers by lower-case name
 * @param receivedAt our clock, for the channel's clock window
 */
public record RawCallback(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    byte[] body,
    Instant receivedAt) {

  /** The first value of a header, by its lower-case name. */
  public Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }
}
