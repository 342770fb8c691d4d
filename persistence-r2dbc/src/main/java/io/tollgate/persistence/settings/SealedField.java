package io.tollgate.persistence.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which field of which row a sealed value belongs to; it opens nowhere else.
 *
 * @param id what identifies the row, all of it
 */
record SealedField(String table, List<String> id, String field) {

  SealedField {
    id = List.copyOf(id);
  }

  /** What is authenticated with the value; the lengths keep two identities from looking alike. */
  byte[] associatedData() {
    var text = new StringBuilder("tollgate settings");
    append(text, table);
    id.forEach(part -> append(text, part));
    append(text, field);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, String part) {
    text.append('|').append(part.length()).append(':').append(part);
  }
}
