-- Up Migration

-- The token buckets of a subscription's changes: when each is full again. A subscription without a row has full ones.
CREATE TABLE change_limits (
  subscription_id text PRIMARY KEY REFERENCES subscriptions,
  minute_full_at  timestamptz NOT NULL,
  day_full_at     timestamptz NOT NULL
);

-- Down Migration
DROP TABLE change_limits;
