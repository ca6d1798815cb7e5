-- Up Migration

-- Zones as the running code last published them from zones/*.yaml.
CREATE TABLE zones (
  id           text PRIMARY KEY,
  config       jsonb NOT NULL,
  -- The dispatcher's tentative plan between two batches: a hint, bounded by the open orders.
  dispatch_memory jsonb,
  published_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE addresses ADD COLUMN lat double precision, ADD COLUMN lng double precision,
  ADD CHECK ((lat IS NULL) = (lng IS NULL)), ADD CHECK (lat BETWEEN -90 AND 90), ADD CHECK (lng BETWEEN -180 AND 180);

-- Units at stations; the central warehouse's are in `stock`. The CHECK is the invariant that no unit is promised twice.
CREATE TABLE station_stock (
  station_id text NOT NULL,
  program_id text NOT NULL,
  sku        text NOT NULL,
  on_hand    integer NOT NULL CHECK (on_hand >= 0),
  reserved   integer NOT NULL DEFAULT 0 CHECK (reserved BETWEEN 0 AND on_hand),
  PRIMARY KEY (station_id, program_id, sku),
  FOREIGN KEY (program_id, sku) REFERENCES items
);
-- A one-hour shipment holds its unit at a station: null is the central warehouse.
ALTER TABLE reservations ADD COLUMN station_id text;

-- How full a zone's window is. `capacity` is set when the window is first asked for and follows the couriers on shift;
-- `taken` counts promises that are held or used. No promise is made that capacity can't keep.
CREATE TABLE promise_windows (
  zone_id   text NOT NULL,
  starts_at timestamptz NOT NULL,
  capacity  integer NOT NULL CHECK (capacity >= 0),
  taken     integer NOT NULL DEFAULT 0 CHECK (taken >= 0),
  PRIMARY KEY (zone_id, starts_at)
);

CREATE TABLE promises (
  id            text PRIMARY KEY,
  customer_id   text NOT NULL,
  program_id    text NOT NULL,
  sku           text NOT NULL,
  zone_id       text NOT NULL,
  station_id    text NOT NULL,
  lat           double precision NOT NULL,
  lng           double precision NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('oneHour', 'twoHour')),
  -- The item's price and the fee as they were promised: what an order is charged, whatever an import says meanwhile.
  price_cents   integer NOT NULL CHECK (price_cents > 0),
  fee_cents     integer NOT NULL CHECK (fee_cents >= 0),
  window_starts_at timestamptz NOT NULL,
  due_at        timestamptz NOT NULL,
  state         text NOT NULL CHECK (state IN ('held', 'used', 'released')),
  expires_at    timestamptz NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX promises_held ON promises (expires_at) WHERE state = 'held';
CREATE INDEX promises_held_by ON promises (customer_id) WHERE state = 'held';

-- A single order, outside any subscription. Its shipment is `{id}-1`.
CREATE TABLE orders (
  id                text PRIMARY KEY,
  customer_id       text NOT NULL,
  program_id        text NOT NULL,
  sku               text NOT NULL,
  email             text NOT NULL,
  address_id        text NOT NULL,
  payment_method_id text NOT NULL,
  promise_id        text NOT NULL UNIQUE REFERENCES promises,
  charge_cents      integer NOT NULL CHECK (charge_cents > 0),
  created_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_by_customer ON orders (customer_id, created_at DESC, id DESC);

CREATE TABLE couriers (
  id             text PRIMARY KEY,
  zone_id        text NOT NULL,
  -- Null: off shift.
  on_shift_until timestamptz,
  capacity       integer NOT NULL CHECK (capacity > 0),
  lat            double precision,
  lng            double precision,
  -- When the courier was at (lat, lng), by the courier's phone; and when anything was last heard.
  located_at     timestamptz,
  heard_at       timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX couriers_on_shift ON couriers (zone_id) WHERE on_shift_until IS NOT NULL;

CREATE TABLE deliveries (
  id              text PRIMARY KEY,
  zone_id         text NOT NULL,
  station_id      text NOT NULL,
  customer_id     text NOT NULL,
  phase           text NOT NULL,
  lat             double precision NOT NULL,
  lng             double precision NOT NULL,
  ordered_at      timestamptz NOT NULL,
  handoff_due_at  timestamptz NOT NULL,
  due_at          timestamptz NOT NULL,
  -- The station's estimate until it is packed, the fact afterwards.
  ready_at        timestamptz NOT NULL,
  packed_at       timestamptz,
  courier_id      text REFERENCES couriers,
  priority        integer NOT NULL DEFAULT 0,
  dropoff_code    text NOT NULL,
  expected_at     timestamptz,
  accepted_at     timestamptz,
  picked_up_at    timestamptz,
  ended_at        timestamptz,
  proof           jsonb,
  at_risk_at      timestamptz,
  missed_at       timestamptz,
  updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX deliveries_open ON deliveries (zone_id) WHERE ended_at IS NULL;
-- What metrics count: all of one span of time.
CREATE INDEX deliveries_by_order ON deliveries (ordered_at);
CREATE INDEX deliveries_of_courier ON deliveries (courier_id) WHERE ended_at IS NULL;

-- One offer is one bundle for one courier. Whoever accepts first wins each delivery: see the partial unique index.
CREATE TABLE offers (
  id          text PRIMARY KEY,
  zone_id     text NOT NULL,
  courier_id  text NOT NULL REFERENCES couriers,
  state       text NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn')),
  -- Why this courier, as the dispatcher explained it.
  explanation jsonb NOT NULL,
  expires_at  timestamptz NOT NULL,
  answered_at timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX offers_of_courier ON offers (courier_id, created_at DESC);
CREATE INDEX offers_by_creation ON offers (created_at);
CREATE INDEX offers_open ON offers (zone_id, expires_at) WHERE state = 'open';

CREATE TABLE offer_deliveries (
  offer_id    text NOT NULL REFERENCES offers,
  delivery_id text NOT NULL REFERENCES deliveries,
  -- Place in the order of drop-offs, from 0.
  position    integer NOT NULL,
  -- True while the offer is open or accepted: a delivery is never on two live offers.
  live        boolean NOT NULL,
  PRIMARY KEY (offer_id, delivery_id)
);
CREATE UNIQUE INDEX offer_deliveries_live ON offer_deliveries (delivery_id) WHERE live;

CREATE TABLE delivery_events (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery_id text NOT NULL,
  kind        text NOT NULL,
  data        jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX delivery_events_of ON delivery_events (delivery_id, id);

-- Every batch that decided something, with its reasons.
CREATE TABLE dispatch_decisions (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  zone_id    text NOT NULL,
  decided_at timestamptz NOT NULL,
  decision   jsonb NOT NULL
);
CREATE INDEX dispatch_decisions_of ON dispatch_decisions (zone_id, id DESC);

ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check
  CHECK (kind IN ('startSubscription', 'startOrder', 'parcelEnded', 'deliveryHappened', 'zoneChanged', 'notify'));

-- Down Migration
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check
  CHECK (kind IN ('startSubscription', 'parcelEnded', 'notify'));
DROP TABLE dispatch_decisions, delivery_events, offer_deliveries, offers, deliveries, couriers, orders, promises,
  promise_windows, station_stock, zones;
ALTER TABLE reservations DROP COLUMN station_id;
ALTER TABLE addresses DROP COLUMN lat, DROP COLUMN lng;
