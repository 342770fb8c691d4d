-- Gateways of the version before write routes without it, and mean all countries.
ALTER TABLE route
  ADD COLUMN countries TEXT NOT NULL DEFAULT ('[]') COMMENT 'JSON array; empty: all'
    AFTER currencies;
