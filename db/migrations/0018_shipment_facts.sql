-- Up Migration

-- Every parcel that was ever booked, with the shipment that it is of: a shipment that is sent again has several, and the
-- carrier may tell of each of them at any time. `status` only ever moves forward.
CREATE TABLE parcels (
  tracking_number text PRIMARY KEY,
  shipment_id     text NOT NULL,
  status          text NOT NULL,
  booked_at       timestamptz NOT NULL DEFAULT now()
);
INSERT INTO parcels (tracking_number, shipment_id, status)
  SELECT tracking_number, id, coalesce(tracking_status, 'booked') FROM shipments WHERE tracking_number IS NOT NULL;

-- When the workflow decided what the row shows, wall ms by Temporal's clock: see docs/decisions/0029-what-was-decided.md.
ALTER TABLE shipments ADD COLUMN decided_at_ms bigint NOT NULL DEFAULT 0;

-- Down Migration
ALTER TABLE shipments DROP COLUMN decided_at_ms;
DROP TABLE parcels;
