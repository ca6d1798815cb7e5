-- Up Migration

-- How far the events went to the warehouse: see docs/decisions/0021-warehouse.md. A batch is all events of a range of
-- transactions that had ended when it was planned, so that its set never grows. Batches follow each other without gap.
CREATE TABLE warehouse_batches (
  number      bigint PRIMARY KEY,
  from_tx     xid8 NOT NULL,
  to_tx       xid8 NOT NULL,
  planned_at  timestamptz NOT NULL DEFAULT now(),
  -- Null while parts of it are missing in the warehouse.
  finished_at timestamptz,
  CHECK (to_tx > from_tx)
);
-- One after another: a batch that was left in the middle is finished before the next is planned.
CREATE UNIQUE INDEX warehouse_batches_open ON warehouse_batches ((finished_at IS NULL)) WHERE finished_at IS NULL;

-- The files, one per batch and hour. A row is written once its file is durably in place.
CREATE TABLE warehouse_exports (
  batch       bigint NOT NULL REFERENCES warehouse_batches ON DELETE CASCADE,
  -- Start of the hour that the events belong to.
  hour        timestamptz NOT NULL,
  key         text NOT NULL UNIQUE,
  rows        bigint NOT NULL,
  bytes       bigint NOT NULL,
  exported_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (batch, hour)
);

-- Of each customer the latest erasure that the files of the warehouse have been cleared of.
CREATE TABLE warehouse_sweeps (
  customer_id text PRIMARY KEY,
  erased_at   timestamptz NOT NULL,
  swept_at    timestamptz NOT NULL DEFAULT now()
);

-- Events that were deleted one by one (a rating that was changed, an item that was forgotten, an erasure), until the files
-- have followed. A partition that retention drops is none of them: the warehouse keeps what it has. Recorded always: whether
-- a file holds the event is not known here, since an export may be reading it now.
CREATE TABLE event_retractions (
  id          text NOT NULL,
  -- Tells the event from one that took its place under the same ID.
  received_at timestamptz NOT NULL,
  occurred_on date NOT NULL,
  PRIMARY KEY (id, received_at)
);

CREATE FUNCTION retract_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO event_retractions (id, received_at, occurred_on) SELECT id, received_at, occurred_on FROM gone
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER events_retracted AFTER DELETE ON events REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION retract_events();

-- Down Migration
DROP TRIGGER events_retracted ON events;
DROP FUNCTION retract_events;
DROP TABLE event_retractions, warehouse_sweeps, warehouse_exports, warehouse_batches;
