package io.tollgate.persistence.settings;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A picture of the settings as rows of tables. */
record StoredSettings(long version, Map<SettingsTable, List<StoredRow>> rows) {

  static StoredSettings empty(long version) {
    return new StoredSettings(version, new EnumMap<>(SettingsTable.class));
  }

  void add(SettingsTable table, StoredRow row) {
    rows.computeIfAbsent(table, _ -> new ArrayList<>()).add(row);
  }

  List<StoredRow> of(SettingsTable table) {
    return rows.getOrDefault(table, List.of());
  }
}
