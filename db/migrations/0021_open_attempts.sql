-- Up Migration

-- Requests under a key of which it is not known that they changed nothing: under way, or sent to a workflow and never
-- answered. While there is one beside a request's own, nobody may be told that nothing was changed. Counts until the
-- answer is kept.
ALTER TABLE idempotency_keys ADD COLUMN open_attempts integer NOT NULL DEFAULT 1;

-- Down Migration
ALTER TABLE idempotency_keys DROP COLUMN open_attempts;
