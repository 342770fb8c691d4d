package io.tollgate.gateway.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * The last line of defence of the structured log: whatever looks like a channel's key, a webhook
 * secret, a bearer token, a password in an address or a card number is masked.
 */
public final class MaskSecrets implements StructuredLoggingJsonMembersCustomizer<Object> {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?<=\\b(?:sk|rk)_(?:test|live)_)\\w+"
              + "|(?<=\\bwhsec_)[\\w+/=-]+"
              + "|(?<=\\bBearer )[\\w.~+/=-]+"
              + "|(?<=://[^\\s:/@]{1,64}:)[^\\s/@]+(?=@)"
              + "|\\b[2-6]\\d{3}[ -]?\\d{4}[ -]?\\d{4}[ -]?\\d{1,7}\\b");

  @Override
  public void customize(Members<Object> members) {
    members.applyingValueProcessor(ValueProcessor.of(String.class, MaskSecrets::masked));
  }

  static @Nullable String masked(@Nullable String text) {
    return text == null ? null : SECRET.matcher(text).replaceAll("***");
  }
}
