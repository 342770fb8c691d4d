package io.tollgate.persistence.settings;

import java.util.List;

/** The sealed fields there are. */
final class SealedFields {

  private SealedFields() {}

  /** A key is sealed for its merchant too, so that no edited row makes it another's. */
  static SealedField material(String key, String merchant, String algorithm) {
    return new SealedField(
        SettingsTable.SIGNING_KEY.tableName(), List.of(key, merchant, algorithm), "material");
  }

  static SealedField webhookSecret(String endpoint, int position) {
    return new SealedField(
        SettingsTable.WEBHOOK_SECRET.tableName(),
        List.of(endpoint, Integer.toString(position)),
        "secret");
  }

  static SealedField channelSecret(String account, String name) {
    return new SealedField(
        SettingsTable.CHANNEL_SECRET.tableName(), List.of(account, name), "secret");
  }
}
