package io.tollgate.channels.antom;

import io.tollgate.channels.codec.JsonBody;
import java.util.function.Supplier;

/**
 * What Antom is asked, before it is signed.
 *
 * @param path behind {@code /ams/api}
 * @param body makes the body; where that throws, nothing is sent
 */
record AntomRequest(String path, Supplier<JsonBody> body) {}
