package io.tollgate.persistence.settings;

import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.List;

/** The tables that a picture of the settings is made of. */
enum SettingsTable {
  MERCHANT("merchant", "id", "name", "enabled", "requests_per_second"),
  SIGNING_KEY("signing_key", "id", "merchant", "algorithm", "sealed_material"),
  WEBHOOK_ENDPOINT("webhook_endpoint", "position", "id", "merchant", "url", "events", "enabled"),
  WEBHOOK_SECRET("webhook_secret", "position", "endpoint", "sealed_secret"),
  CHANNEL_ACCOUNT(
      "channel_account",
      "id",
      "base_url",
      "options",
      "max_in_flight",
      "connect_timeout_ms",
      "reply_timeout_ms",
      "queries_per_second"),
  CHANNEL_SECRET("channel_secret", "account", "name", "sealed_secret"),
  ROUTE(
      "route",
      "position",
      "name",
      "account",
      "priority",
      "weight",
      "merchants",
      "products",
      "currencies",
      "countries",
      "min_amount",
      "max_amount"),
  RISK_RULE(
      "risk_rule",
      "position",
      "name",
      "kind",
      "merchants",
      "currency",
      "max_amount",
      "counted_per",
      "window_ms",
      "max_payments");

  static final String VERSION = "SELECT version FROM settings_version WHERE id = 1";

  /** Whoever holds this row is the one who replaces the settings. */
  static final String LOCKED_VERSION = VERSION + " FOR UPDATE";

  static final String NEXT_VERSION = "UPDATE settings_version SET version = ? WHERE id = 1";

  /** Changes nothing where the endpoint is off already. */
  static final String DISABLE_ENDPOINT =
      "UPDATE webhook_endpoint SET enabled = FALSE WHERE id = ? AND enabled";

  private final String tableName;
  private final List<String> columns;

  /** The first column orders the rows. */
  SettingsTable(String tableName, String... columns) {
    this.tableName = tableName;
    this.columns = List.of(columns);
  }

  String tableName() {
    return tableName;
  }

  List<String> columns() {
    return columns;
  }

  String select() {
    return "SELECT %s FROM %s ORDER BY %s"
        .formatted(String.join(", ", columns), tableName, columns.getFirst());
  }

  String delete() {
    return "DELETE FROM " + tableName;
  }

  String insert(int rows) {
    var row = columns.stream().map(_ -> "?").collect(joining(", ", "(", ")"));
    return "INSERT INTO %s (%s) VALUES %s"
        .formatted(
            tableName,
            String.join(", ", columns),
            String.join(", ", Collections.nCopies(rows, row)));
  }
}
