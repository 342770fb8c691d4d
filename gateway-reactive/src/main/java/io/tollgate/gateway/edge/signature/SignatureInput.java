package io.tollgate.gateway.edge.signature;

import org.jspecify.annotations.Nullable;

/**
 * The one signature that {@code Signature-Input} announces, found to be by the template.
 *
 * @param label what the signature is called in both headers
 * @param parameters the list of components and its parameters as they came: the last line signed
 * @param created Unix seconds
 * @param expires Unix seconds
 * @param algorithm what the caller thinks the key's algorithm is; it chooses nothing
 */
record SignatureInput(
    String label,
    String parameters,
    long created,
    String keyId,
    @Nullable String nonce,
    @Nullable Long expires,
    @Nullable String algorithm) {
  private static final String FIELD = "Signature-Input";
  private static final int MAX_LENGTH = 1024;
  private static final int MAX_STRING = 128;

  static SignatureInput parse(String text, Template template) {
    var cursor = new FieldCursor(FIELD, text, MAX_LENGTH);
    var label = cursor.key();
    cursor.expect('=');
    var parameters = cursor.rest();
    if (!cursor.skip(template.list())) {
      throw template.mismatch(parameters);
    }
    var reading = new Reading();
    while (!cursor.atEnd()) {
      cursor.expect(';');
      reading.next(cursor);
    }
    return reading.input(label, parameters);
  }

  /** The parameters as far as they are read. */
  private static final class Reading {
    private @Nullable Long created;
    private @Nullable Long expires;
    private @Nullable String keyId;
    private @Nullable String nonce;
    private @Nullable String algorithm;

    private void next(FieldCursor cursor) {
      var name = cursor.key();
      cursor.expect('=');
      switch (name) {
        case "created" -> created = once(name, created, cursor.integer());
        case "expires" -> expires = once(name, expires, cursor.integer());
        case "keyid" -> keyId = once(name, keyId, cursor.string(MAX_STRING));
        case "nonce" -> nonce = once(name, nonce, cursor.string(MAX_STRING));
        case "alg" -> algorithm = once(name, algorithm, cursor.string(MAX_STRING));
        default ->
            throw new OffTemplate(
                FIELD
                    + " has an unknown parameter (expected: created, keyid, nonce, expires, alg)");
      }
    }

    private SignatureInput input(String label, String parameters) {
      return new SignatureInput(
          label,
          parameters,
          required("created", created),
          required("keyid", keyId),
          nonce,
          expires,
          algorithm);
    }

    private static <T> T once(String name, @Nullable T before, T value) {
      if (before != null) {
        throw new OffTemplate(FIELD + " has the parameter '" + name + "' twice");
      }
      return value;
    }

    private static <T> T required(String name, @Nullable T value) {
      if (value == null) {
        throw new OffTemplate(FIELD + " lacks the parameter '" + name + "'");
      }
      return value;
    }
  }
}
