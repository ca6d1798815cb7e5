-- Up Migration

-- A shift may be announced: it counts from `shift_from` on, and begins at (starts_lat, starts_lng) where that was told.
ALTER TABLE couriers ADD COLUMN shift_from timestamptz, ADD COLUMN starts_lat double precision,
  ADD COLUMN starts_lng double precision, ADD CHECK ((starts_lat IS NULL) = (starts_lng IS NULL)),
  ADD CHECK (starts_lat BETWEEN -90 AND 90), ADD CHECK (starts_lng BETWEEN -180 AND 180);

-- Where dispatch would have an idle courier wait. Binds nobody: an offer, or the end of the shift, ends it.
CREATE TABLE courier_moves (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  zone_id      text NOT NULL,
  courier_id   text NOT NULL REFERENCES couriers,
  station_id   text NOT NULL,
  -- Delay of expected orders that it saves, as dispatch reckoned.
  saves_ms     integer NOT NULL,
  suggested_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  -- When an offer or the end of the shift came first; null: it stands until it expires.
  ended_at     timestamptz
);
CREATE INDEX courier_moves_standing ON courier_moves (courier_id, expires_at) WHERE ended_at IS NULL;
CREATE INDEX courier_moves_by_time ON courier_moves (suggested_at);

-- What the last file said of the station's units, so that the same file twice changes nothing; null: no file did.
ALTER TABLE station_stock ADD COLUMN imported_on_hand integer;

-- Down Migration
ALTER TABLE station_stock DROP COLUMN imported_on_hand;
DROP TABLE courier_moves;
ALTER TABLE couriers DROP COLUMN shift_from, DROP COLUMN starts_lat, DROP COLUMN starts_lng;
