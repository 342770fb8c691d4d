-- What a shard of the hot store is seeded from after it lost writes: which rows are its own, what
-- changed since its last entry, what is unfinished, and what a merchant's retry is compared by.
ALTER TABLE payment
  ADD COLUMN shard       TINYINT     NOT NULL DEFAULT 0 COMMENT 'of the hot store, 0 to 63' AFTER id,
  ADD COLUMN fingerprint CHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'of the request that asked for it' AFTER due_at,
  ADD COLUMN logged_at   DATETIME(3) NOT NULL DEFAULT '1970-01-01' COMMENT 'UTC, by the clock of the hot store; of the change that this row holds' AFTER fingerprint,
  DROP KEY payment_due,
  ADD KEY payment_due (shard, due_at),
  ADD KEY payment_logged (shard, logged_at);

-- The shard is the id's first two characters, modulo 64.
UPDATE payment
SET shard = (32 * (INSTR('0123456789abcdefghjkmnpqrstvwxyz', SUBSTRING(id, 5, 1)) - 1)
             + INSTR('0123456789abcdefghjkmnpqrstvwxyz', SUBSTRING(id, 6, 1)) - 1) % 64,
    logged_at = updated_at;
