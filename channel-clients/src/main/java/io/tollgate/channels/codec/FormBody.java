package io.tollgate.channels.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes {@code application/x-www-form-urlencoded}, as a body or as a query. */
public final class FormBody {

  private final StringBuilder text = new StringBuilder(256);

  /**
   * Adds a field.
   *
   * @param name as it goes out; brackets and plain letters only
   * @param value any text; nothing is added where there is none
   */
  public FormBody with(String name, @Nullable String value) {
    if (value != null) {
      text.append(text.isEmpty() ? "" : "&")
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, UTF_8));
    }
    return this;
  }

  /** Adds a whole number. */
  public FormBody with(String name, long value) {
    return with(name, Long.toString(value));
  }

  /** The bytes to send. */
  public byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The fields as the query of an address, in which brackets have to be escaped. */
  public String query() {
    return text.toString().replace("[", "%5B").replace("]", "%5D");
  }
}
