-- When some gateway last saw a shard of the hot store open. While none does, the ends of its payments are
-- written to the table payment directly, and who is due for a check is read from there.
CREATE TABLE hot_shard (
  shard   TINYINT     NOT NULL,
  seen_at DATETIME(3) NOT NULL COMMENT 'UTC, by the clock of this server',
  PRIMARY KEY (shard)
) ENGINE = InnoDB;
