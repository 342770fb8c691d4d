package io.tollgate.channels.antom;

import io.tollgate.channels.codec.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a request went, as every answer and most callbacks say it.
 *
 * @param resultStatus {@code S} done, {@code F} failed, {@code U} unknown
 */
record AntomResult(@Nullable String resultCode, @Nullable String resultStatus) {

  private static final Json<Body> BODY = Json.camel(Body.class);

  /** What every answer has. */
  record Body(@Nullable AntomResult result) {}

  /** The result that an answer says, whoever said it. */
  static Optional<AntomResult> in(byte[] body) {
    return BODY.read(body).map(Body::result);
  }
}
