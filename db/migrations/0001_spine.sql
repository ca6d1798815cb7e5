-- Up Migration

-- Programs as the running code last published them from programs/*.yaml.
CREATE TABLE programs (
  id           text PRIMARY KEY,
  config       jsonb NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now()
);

-- The catalog. Stock is kept apart, since it changes with every shipment and items hardly ever do.
CREATE TABLE items (
  program_id    text NOT NULL REFERENCES programs,
  sku           text NOT NULL,
  title         text NOT NULL,
  category_path text[] NOT NULL,
  brand         text,
  price_cents   integer NOT NULL CHECK (price_cents > 0),
  rating        real CHECK (rating BETWEEN 0 AND 5),
  review_count  integer NOT NULL CHECK (review_count >= 0),
  awards        text[] NOT NULL DEFAULT '{}',
  age_min_years integer,
  age_max_years integer,
  -- One of Everbox's own samples: offered only while the program has no other items.
  is_sample     boolean NOT NULL DEFAULT false,
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (program_id, sku)
);

-- The invariant that no unit is promised twice is the CHECK: reserved never exceeds what is on hand.
CREATE TABLE stock (
  program_id text NOT NULL,
  sku        text NOT NULL,
  on_hand    integer NOT NULL CHECK (on_hand >= 0),
  reserved   integer NOT NULL DEFAULT 0 CHECK (reserved BETWEEN 0 AND on_hand),
  -- What the last catalog import said. An import sets on_hand only where this differs, so that it never undoes sales.
  imported_on_hand integer,
  PRIMARY KEY (program_id, sku),
  FOREIGN KEY (program_id, sku) REFERENCES items
);

-- A business clock that runs faster than the wall, for demos and tests. No row: the wall clock.
CREATE TABLE test_clocks (
  id                 text PRIMARY KEY,
  origin_wall_at     timestamptz NOT NULL,
  origin_business_at timestamptz NOT NULL,
  speed              double precision NOT NULL CHECK (speed >= 1),
  -- The program whose cohort `clock-{id}` has a Schedule; null: no API made this clock.
  program_id         text REFERENCES programs,
  -- Set when the Schedule was removed: nothing opens cycles on this clock any more, so nobody may sign up on it.
  ended_at           timestamptz
);

CREATE TABLE subscriptions (
  id                text PRIMARY KEY,
  customer_id       text NOT NULL,
  program_id        text NOT NULL REFERENCES programs,
  plan_id           text NOT NULL,
  cohort            text NOT NULL,
  status            text NOT NULL CHECK (status IN ('active', 'paused', 'pastDue', 'cancelled')),
  zone              text NOT NULL,
  -- Business time of the sign-up: cycle dates are counted from its local date.
  anchor_at         timestamptz NOT NULL,
  test_clock_id     text REFERENCES test_clocks,
  email             text NOT NULL,
  address_id        text NOT NULL,
  payment_method_id text NOT NULL,
  preferences       jsonb NOT NULL,
  next_cycle        integer NOT NULL DEFAULT 1,
  -- Business time, and the same instant on the wall, which is what a cohort run compares with now().
  next_open_at      timestamptz NOT NULL,
  next_open_wall_at timestamptz NOT NULL,
  cancel_reason     text,
  revision          integer NOT NULL DEFAULT 0,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX subscriptions_by_customer ON subscriptions (customer_id, created_at DESC, id DESC);
-- Exactly the pages that a cohort run walks: revision 0 is a sign-up whose workflow has not reported yet.
CREATE INDEX subscriptions_due ON subscriptions (program_id, cohort, next_open_wall_at, id)
  WHERE status = 'active' AND revision > 0;

-- Personal data stay here; workflows carry the row's ID. Rows are never changed: an address change is a new row.
CREATE TABLE addresses (
  id              text PRIMARY KEY,
  subscription_id text NOT NULL,
  name            text NOT NULL,
  line1           text NOT NULL,
  line2           text,
  city            text NOT NULL,
  postal_code     text NOT NULL,
  country         text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE payment_methods (
  id              text PRIMARY KEY,
  subscription_id text NOT NULL,
  token           text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE cycles (
  subscription_id text NOT NULL REFERENCES subscriptions,
  number          integer NOT NULL,
  status          text NOT NULL
    CHECK (status IN ('open', 'shipped', 'skipped', 'paused', 'unfilled', 'cancelled')),
  sku             text,
  chosen_by       text NOT NULL CHECK (chosen_by IN ('everbox', 'customer')),
  -- The pick and the alternatives as first offered, best first: RankedItem[] of domain/selection.
  offered         jsonb NOT NULL,
  swapped_away    text[] NOT NULL DEFAULT '{}',
  skipped         boolean NOT NULL DEFAULT false,
  charge_cents    integer NOT NULL,
  opened_at       timestamptz NOT NULL,
  cutoff_at       timestamptz NOT NULL,
  ship_at         timestamptz NOT NULL,
  revision        integer NOT NULL,
  PRIMARY KEY (subscription_id, number)
);

CREATE TABLE shipments (
  id                 text PRIMARY KEY,
  subscription_id    text NOT NULL,
  cycle              integer NOT NULL,
  customer_id        text NOT NULL,
  program_id         text NOT NULL,
  phase              text NOT NULL,
  sku                text NOT NULL,
  charge_cents       integer NOT NULL,
  address_id         text NOT NULL,
  charge_id          text,
  warehouse_order_id text,
  tracking_number    text UNIQUE,
  -- Read model of the carrier's events; only ever moves forward (see db/queries/tracking.ts).
  tracking_status    text,
  attention          text,
  abandon_reason     text,
  handed_off_at      timestamptz,
  delivered_at       timestamptz,
  revision           integer NOT NULL,
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now(),
  UNIQUE (subscription_id, cycle)
);
CREATE INDEX shipments_by_subscription ON shipments (subscription_id, cycle DESC);
CREATE INDEX shipments_attention ON shipments (updated_at DESC, id DESC) WHERE attention IS NOT NULL;

-- The permanent guard: one row per effect, for ever. A workflow that is reset finds its effect here.
CREATE TABLE effects (
  subscription_id text NOT NULL,
  cycle           integer NOT NULL,
  step            text NOT NULL,
  answer          jsonb NOT NULL,
  recorded_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subscription_id, cycle, step)
);

CREATE TABLE reservations (
  shipment_id text PRIMARY KEY,
  program_id  text NOT NULL,
  sku         text NOT NULL,
  state       text NOT NULL CHECK (state IN ('reserved', 'consumed', 'released')),
  updated_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tracking_events (
  -- The carrier's event ID: a repeated webhook is one row.
  event_id        text PRIMARY KEY,
  tracking_number text NOT NULL,
  status          text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  received_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX tracking_events_by_parcel ON tracking_events (tracking_number, occurred_at);

CREATE TABLE ratings (
  shipment_id text PRIMARY KEY REFERENCES shipments,
  customer_id text NOT NULL,
  program_id  text NOT NULL,
  sku         text NOT NULL,
  stars       integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
  comment     text,
  created_at  timestamptz NOT NULL DEFAULT now()
);

-- What was accepted and must still reach Temporal or the notifications partner, written in the transaction that it
-- tells of. The relay delivers each row at least once; each is safe to repeat.
CREATE TABLE outbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('startSubscription', 'parcelEnded', 'notify')),
  payload      jsonb NOT NULL,
  attempts     integer NOT NULL DEFAULT 0,
  not_before   timestamptz NOT NULL DEFAULT now(),
  delivered_at timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE delivered_at IS NULL;

-- First answers of writes. `scope` is the caller and the route, so that keys of two customers never meet.
CREATE TABLE idempotency_keys (
  scope        text NOT NULL,
  key          text NOT NULL,
  request_hash text NOT NULL,
  -- Null while the first request is under way.
  status       integer,
  -- json, not jsonb: the answer is given again byte by byte.
  body         json,
  -- Response headers that belong to the answer, such as Location.
  headers      jsonb,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, key)
);

-- Down Migration
DROP TABLE idempotency_keys, outbox, ratings, tracking_events, reservations, effects, shipments, cycles,
  payment_methods, addresses, subscriptions, test_clocks, stock, items, programs;
