-- Up Migration

-- What each living workflow is started anew with, should Temporal lose it (docs/decisions/0033-recover.md): plain JSON as the
-- workflow holds it, opaque IDs and no personal data. Null once nothing is left to go on with.
-- Of a subscription, without its preferences and what was swapped away: those are columns, which an erasure reaches.
ALTER TABLE subscriptions ADD COLUMN state jsonb;
-- CycleOpening, while the cycle is open: its rules and substitutes, as they were when it opened.
ALTER TABLE cycles ADD COLUMN opening jsonb;
-- What was frozen at the cutoff, and where the shipment stood at its last projection (null: it has just begun).
ALTER TABLE shipments ADD COLUMN input jsonb, ADD COLUMN state jsonb;

-- The two stores that were written together: what readiness compares with what it finds. One row, or none on a machine that
-- was never prepared.
CREATE TABLE storage_identity (
  only_one     boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  -- A namespace that is made anew, under whatever name, has another ID.
  namespace_id text NOT NULL,
  -- Cluster, timeline and database: another one after a restore, a copy, or a failover.
  database_id  text NOT NULL,
  recorded_at  timestamptz NOT NULL DEFAULT now()
);

-- Rows and workflows that were found without each other, until `everbox recover` has brought them together.
CREATE TABLE recovery_findings (
  workflow_id text PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('workflowMissing', 'rowMissing')),
  customer_id text,
  noticed_at  timestamptz NOT NULL DEFAULT now()
);

-- Down Migration
DROP TABLE recovery_findings, storage_identity;
ALTER TABLE shipments DROP COLUMN input, DROP COLUMN state;
ALTER TABLE cycles DROP COLUMN opening;
ALTER TABLE subscriptions DROP COLUMN state;
