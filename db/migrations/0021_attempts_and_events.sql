-- Up Migration

-- Requests under a key of which it is not known that they changed nothing: under way, or sent to a workflow and never
-- answered. While there is one beside a request's own, nobody may be told that nothing was changed. Counts until the
-- answer is kept.
ALTER TABLE idempotency_keys ADD COLUMN open_attempts integer NOT NULL DEFAULT 1;

-- What stations told, each ID once, also of a delivery that had ended: a repeat is known by it.
CREATE TABLE station_events (
  event_id    text PRIMARY KEY,
  reference   text NOT NULL,
  status      text NOT NULL,
  occurred_at timestamptz NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);

-- Down Migration
DROP TABLE station_events;
ALTER TABLE idempotency_keys DROP COLUMN open_attempts;
