-- Up Migration

-- Items that are worn are one SKU per size. What the sizes of one thing have in common is its style; the size is a label of
-- the program's section `sizing`. Nothing else knows of sizes: stock, charges and parcels are of SKUs.
ALTER TABLE items ADD COLUMN style_id text, ADD COLUMN size text,
  ADD CONSTRAINT items_size_of_style CHECK ((style_id IS NULL) = (size IS NULL));

-- What a customer said of their body; every one of them is theirs to leave out. Personal: never in events or workflows, gone
-- with an erasure. The bounds are those of domain/sizing/measurements.ts, where the API checks them.
CREATE TABLE measurements (
  customer_id    text PRIMARY KEY,
  height_cm      real CHECK (height_cm BETWEEN 50 AND 250),
  weight_kg      real CHECK (weight_kg BETWEEN 3 AND 350),
  bust_band_cm   real CHECK (bust_band_cm BETWEEN 40 AND 160),
  bust_cup       text,
  foot_length_cm real CHECK (foot_length_cm BETWEEN 8 AND 40),
  age_years      integer CHECK (age_years BETWEEN 0 AND 120),
  body_type      text,
  updated_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- They count in the very next pick.
CREATE FUNCTION measurements_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM touch_customer(coalesce(NEW.customer_id, OLD.customer_id));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER customer_measured AFTER INSERT OR UPDATE OR DELETE ON measurements
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION measurements_changed();

-- Every fit model that a refresh made; the one with the highest version of a program is in charge.
CREATE TABLE fit_models (
  program_id text NOT NULL REFERENCES programs,
  version    integer NOT NULL,
  -- One refresh makes at most one model, however often it is retried or reset.
  refresh_id text NOT NULL UNIQUE,
  -- Null once another is in charge: it knows customers by their ID, so it is not kept for longer than it is used.
  bytes      bytea,
  -- FitFacts of domain/sizing/facts.ts, which say why.
  facts      jsonb,
  records    integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (program_id, version)
);

-- The fits that are learned from, customer by customer, without reading all their other events.
CREATE INDEX events_of_fits ON events (program_id, customer_id, occurred_at) WHERE kind IN ('fit', 'return');

-- A survey about one box, and about its item: `fit` asks again with each of them.
ALTER TABLE surveys ADD COLUMN shipment_id text REFERENCES shipments, ADD COLUMN sku text;

-- Down Migration
ALTER TABLE surveys DROP COLUMN sku, DROP COLUMN shipment_id;
DROP INDEX events_of_fits;
DROP TABLE fit_models, measurements;
DROP FUNCTION measurements_changed();
ALTER TABLE items DROP CONSTRAINT items_size_of_style, DROP COLUMN size, DROP COLUMN style_id;
