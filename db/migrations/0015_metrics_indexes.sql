-- Up Migration

-- Metrics read a few narrow columns of every cycle and shipment; the rows are wide (what was offered, and why). With these
-- beside the key, they are read from the index alone, once vacuum has seen the page.
ALTER TABLE cycles DROP CONSTRAINT cycles_pkey,
  ADD PRIMARY KEY (subscription_id, number) INCLUDE (status, chosen_by, opened_at, cutoff_at, model_version, experiment_arms);
ALTER TABLE shipments DROP CONSTRAINT shipments_subscription_id_cycle_key,
  ADD CONSTRAINT shipments_subscription_id_cycle_key UNIQUE (subscription_id, cycle) INCLUDE (id, delivered_at);
-- The same keys once more: an index is read in both directions.
DROP INDEX shipments_by_subscription;

-- Down Migration
CREATE INDEX shipments_by_subscription ON shipments (subscription_id, cycle DESC);
ALTER TABLE shipments DROP CONSTRAINT shipments_subscription_id_cycle_key,
  ADD CONSTRAINT shipments_subscription_id_cycle_key UNIQUE (subscription_id, cycle);
ALTER TABLE cycles DROP CONSTRAINT cycles_pkey, ADD PRIMARY KEY (subscription_id, number);
