-- Every payment, at the newest version that was written behind the hot store.
--
-- The id is derived by hash from merchant and reference: as the clustered key it would scatter
-- inserts over the whole table, so a growing number is, and the id's uniqueness is an index.
CREATE TABLE payment (
  seq               BIGINT       NOT NULL AUTO_INCREMENT,
  id                CHAR(30)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version           BIGINT       NOT NULL,
  status            VARCHAR(20)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  merchant          VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference         VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  product           VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  amount            BIGINT       NOT NULL COMMENT 'minor units',
  currency          CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel_account   VARCHAR(65)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of the live attempt',
  channel_reference VARCHAR(255) NULL COMMENT 'of the live attempt',
  created_at        DATETIME(3)  NOT NULL COMMENT 'UTC',
  updated_at        DATETIME(3)  NOT NULL COMMENT 'UTC',
  due_at            DATETIME(3)  NULL COMMENT 'UTC; next status check, while it is not final',
  snapshot          MEDIUMTEXT   NOT NULL COMMENT 'the whole payment, as JSON',
  PRIMARY KEY (seq),
  UNIQUE KEY payment_id (id),
  KEY payment_of_merchant (merchant, created_at),
  KEY payment_due (due_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
