-- The configuration. A picture is replaced as a whole, in one transaction that holds the row of
-- settings_version; what one table refers to in another is checked when a picture is built, so
-- there are no foreign keys. Sealed columns are AES-256-GCM, bound to their row.
CREATE TABLE settings_version (
  id      TINYINT NOT NULL,
  version BIGINT  NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT INTO settings_version (id, version) VALUES (1, 0);

CREATE TABLE merchant (
  id                  VARCHAR(32)  NOT NULL,
  name                VARCHAR(255) NOT NULL,
  enabled             BOOLEAN      NOT NULL,
  requests_per_second INT          NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE signing_key (
  id              VARCHAR(128)   NOT NULL,
  merchant        VARCHAR(32)    NOT NULL,
  algorithm       VARCHAR(32)    NOT NULL,
  sealed_material VARBINARY(4096) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE webhook_endpoint (
  id       VARCHAR(64)   NOT NULL,
  position INT           NOT NULL,
  merchant VARCHAR(32)   NOT NULL,
  url      VARCHAR(2048) NOT NULL,
  events   TEXT          NOT NULL COMMENT 'JSON array; empty: all',
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE webhook_secret (
  endpoint      VARCHAR(64)     NOT NULL,
  position      INT             NOT NULL,
  sealed_secret VARBINARY(4096) NOT NULL,
  PRIMARY KEY (endpoint, position)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE channel_account (
  id                 VARCHAR(65)   NOT NULL COMMENT 'channel/account',
  base_url           VARCHAR(2048) NOT NULL,
  options            TEXT          NOT NULL COMMENT 'JSON object of texts',
  max_in_flight      INT           NOT NULL,
  connect_timeout_ms BIGINT        NOT NULL,
  reply_timeout_ms   BIGINT        NOT NULL,
  queries_per_second INT           NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE channel_secret (
  account       VARCHAR(65)      NOT NULL,
  name          VARCHAR(64)      NOT NULL,
  sealed_secret VARBINARY(16384) NOT NULL,
  PRIMARY KEY (account, name)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE route (
  name       VARCHAR(128) NOT NULL,
  position   INT          NOT NULL,
  account    VARCHAR(65)  NOT NULL,
  priority   INT          NOT NULL,
  weight     INT          NOT NULL,
  merchants  TEXT         NOT NULL COMMENT 'JSON array; empty: all',
  products   TEXT         NOT NULL COMMENT 'JSON array; empty: all',
  currencies TEXT         NOT NULL COMMENT 'JSON array; empty: all',
  min_amount BIGINT       NOT NULL COMMENT 'minor units',
  max_amount BIGINT       NOT NULL COMMENT 'minor units',
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE risk_rule (
  name         VARCHAR(128) NOT NULL,
  position     INT          NOT NULL,
  kind         VARCHAR(16)  NOT NULL COMMENT 'amount_limit or velocity',
  merchants    TEXT         NOT NULL COMMENT 'JSON array; empty: all',
  currency     CHAR(3)      NULL COMMENT 'amount_limit',
  max_amount   BIGINT       NULL COMMENT 'amount_limit: minor units',
  counted_per  VARCHAR(16)  NULL COMMENT 'velocity: merchant, customer or method',
  window_ms    BIGINT       NULL COMMENT 'velocity',
  max_payments INT          NULL COMMENT 'velocity',
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET = utf8mb4 COLLATE = utf8mb4_bin;
