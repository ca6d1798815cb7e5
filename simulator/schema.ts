import type { Pool } from 'pg';

/**
 * The simulator's own ledger, in its own schema: Everbox never reads it, so what is counted here is what partners saw.
 *
 *   calls    every call received, also those that were dropped or failed
 *   answers  the first answer of each idempotency key: the same key gets it again
 *   effects  what really happened: money moved, an order taken, a parcel booked, a message sent
 *   webhooks one row per webhook to send, planned when the parcel is booked, or the order taken by a station
 *   phones   the couriers' phones that are switched on (see phones/)
 *   visits   what couriers did at stations' counters and customers' doors
 */
const ddl = `
CREATE SCHEMA IF NOT EXISTS simulator;

CREATE TABLE IF NOT EXISTS simulator.calls (
  sequence        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  partner         text NOT NULL,
  operation       text NOT NULL,
  idempotency_key text,
  reference       text COLLATE "C",
  request_hash    text NOT NULL,
  request         jsonb NOT NULL,
  -- Null: the caller got no answer (connection dropped, or held until the caller gave up).
  status          integer,
  faults          text[] NOT NULL DEFAULT '{}',
  had_effect      boolean NOT NULL,
  received_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS calls_by_key ON simulator.calls (idempotency_key);
CREATE INDEX IF NOT EXISTS calls_by_reference ON simulator.calls (reference);

CREATE TABLE IF NOT EXISTS simulator.answers (
  partner         text NOT NULL,
  operation       text NOT NULL,
  idempotency_key text NOT NULL,
  request_hash    text NOT NULL,
  payment_token   text,
  -- Null only inside the transaction that makes the first answer.
  status          integer,
  body            jsonb,
  PRIMARY KEY (partner, operation, idempotency_key)
);
CREATE INDEX IF NOT EXISTS answers_by_token ON simulator.answers (payment_token) WHERE payment_token IS NOT NULL;

CREATE TABLE IF NOT EXISTS simulator.effects (
  sequence        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id              text NOT NULL UNIQUE,
  partner         text NOT NULL,
  operation       text NOT NULL,
  idempotency_key text NOT NULL,
  reference       text COLLATE "C" NOT NULL,
  state           text NOT NULL CHECK (state IN ('live', 'refunded', 'cancelled')),
  amount_cents    integer,
  currency        text,
  -- The effect that this one undoes: of a refund its charge, of a cancellation its order or parcel.
  undoes          text,
  template        text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (partner, operation, idempotency_key)
);
CREATE INDEX IF NOT EXISTS effects_by_reference ON simulator.effects (reference);

CREATE TABLE IF NOT EXISTS simulator.webhooks (
  sequence        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Not unique: a duplicate webhook repeats its event ID.
  event_id        text NOT NULL,
  tracking_number text NOT NULL,
  reference       text COLLATE "C" NOT NULL,
  status          text NOT NULL,
  occurred_at     timestamptz NOT NULL,
  due_at          timestamptz NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  acknowledged_at timestamptz,
  voided_at       timestamptz
);
CREATE INDEX IF NOT EXISTS webhooks_waiting ON simulator.webhooks (next_attempt_at)
  WHERE acknowledged_at IS NULL AND voided_at IS NULL;
CREATE INDEX IF NOT EXISTS webhooks_of_parcel ON simulator.webhooks (tracking_number, due_at, sequence)
  WHERE acknowledged_at IS NULL AND voided_at IS NULL;
CREATE INDEX IF NOT EXISTS webhooks_delivered ON simulator.webhooks (reference) WHERE status = 'delivered';

-- Who sends it. The subject of a warehouse's webhook is its order, in the column of the tracking number.
ALTER TABLE simulator.webhooks ADD COLUMN IF NOT EXISTS partner text NOT NULL DEFAULT 'carrier';

CREATE TABLE IF NOT EXISTS simulator.phones (
  courier_id text PRIMARY KEY,
  -- What all phones of the fleet share, what this one was set to, and all that it knows.
  rules      jsonb NOT NULL,
  setting    jsonb NOT NULL,
  state      jsonb NOT NULL
);

CREATE TABLE IF NOT EXISTS simulator.visits (
  delivery_id text COLLATE "C" NOT NULL,
  courier_id  text NOT NULL,
  -- 'pickedUp' at the station, 'handedOver' at the door: facts, whether or not Everbox was told.
  kind        text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (delivery_id, courier_id, kind)
);

-- What the customer says at the door; without a row nobody is at home, and the courier takes a photo.
CREATE TABLE IF NOT EXISTS simulator.door_codes (
  delivery_id text PRIMARY KEY,
  code        text NOT NULL
);

CREATE TABLE IF NOT EXISTS simulator.fault_rules (
  position integer PRIMARY KEY,
  -- Tells the rules of one PUT from those of the next, so that a late count does not reach a newer rule.
  id       text NOT NULL UNIQUE,
  rule     jsonb NOT NULL,
  -- Calls that the rule matched, for 'nth' and 'times'.
  seen     integer NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS simulator.settings (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  transit_ms integer NOT NULL DEFAULT 4000,
  seed       text NOT NULL DEFAULT 'everbox'
);
ALTER TABLE simulator.settings ADD COLUMN IF NOT EXISTS pack_ms integer NOT NULL DEFAULT 3000;
INSERT INTO simulator.settings DEFAULT VALUES ON CONFLICT DO NOTHING;

-- What stations and zones were told to have; without a row, a curve over the day decides.
CREATE TABLE IF NOT EXISTS simulator.station_stock (
  station_id text NOT NULL,
  sku        text NOT NULL,
  available  integer NOT NULL CHECK (available >= 0),
  PRIMARY KEY (station_id, sku)
);

CREATE TABLE IF NOT EXISTS simulator.zone_capacity (
  zone_id           text PRIMARY KEY,
  couriers_on_shift integer NOT NULL CHECK (couriers_on_shift >= 0),
  open_offers       integer NOT NULL CHECK (open_offers >= 0)
);
`;

/** Any number that no other lock of this database uses: two simulators that start at once create the schema in turn. */
const schemaLock = 7_305_114;

/** Creates what is missing; harmless when all is there. */
export async function createSchema(pool: Pool): Promise<void> {
  // One simple query is one implicit transaction, so the lock ends with it.
  await pool.query(`SELECT pg_advisory_xact_lock(${schemaLock}); ${ddl}`);
}

/** For tests: forgets every call, effect, webhook, rule, setting, stock, capacity and phone. */
export async function clearLedger(pool: Pool): Promise<void> {
  await pool.query(`
    TRUNCATE simulator.calls, simulator.answers, simulator.effects, simulator.webhooks, simulator.fault_rules,
      simulator.station_stock, simulator.zone_capacity, simulator.phones, simulator.visits,
      simulator.door_codes;
    UPDATE simulator.settings SET transit_ms = DEFAULT, seed = DEFAULT, pack_ms = DEFAULT`);
}
