-- Up Migration

-- Business time of the cancellation: churn is told by when, and updated_at moves with every later change.
ALTER TABLE subscriptions ADD COLUMN ended_at timestamptz;
-- The best that is known of those that ended before the column was there.
UPDATE subscriptions SET ended_at = updated_at WHERE status = 'cancelled';

-- What the metrics of a span of time read. Neither changes once it is set.
CREATE INDEX cycles_by_cutoff ON cycles (cutoff_at);
CREATE INDEX surveys_by_sending ON surveys (sent_at) WHERE sent_at IS NOT NULL;

-- Down Migration
DROP INDEX surveys_by_sending, cycles_by_cutoff;
ALTER TABLE subscriptions DROP COLUMN ended_at;
