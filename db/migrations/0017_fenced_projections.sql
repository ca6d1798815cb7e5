-- Up Migration

-- When the workflow decided what a row shows, wall ms by Temporal's clock. Together with `revision` it says which of two
-- projections is the newer one: see docs/decisions/0029-what-was-decided.md.
ALTER TABLE subscriptions ADD COLUMN decided_at_ms bigint NOT NULL DEFAULT 0;
ALTER TABLE cycles ADD COLUMN decided_at_ms bigint NOT NULL DEFAULT 0;

ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check
  CHECK (kind IN ('startSubscription', 'startOrder', 'parcelEnded', 'deliveryHappened', 'zoneChanged', 'notify',
    'startSurvey', 'stopSurvey', 'eraseCustomer', 'paymentMethodChanged'));

-- Down Migration
DELETE FROM outbox WHERE kind = 'paymentMethodChanged';
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check
  CHECK (kind IN ('startSubscription', 'startOrder', 'parcelEnded', 'deliveryHappened', 'zoneChanged', 'notify',
    'startSurvey', 'stopSurvey', 'eraseCustomer'));
ALTER TABLE cycles DROP COLUMN decided_at_ms;
ALTER TABLE subscriptions DROP COLUMN decided_at_ms;
