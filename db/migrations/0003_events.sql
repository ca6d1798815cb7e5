-- Up Migration

-- What customers and Everbox did: the source of training, metrics and the warehouse. See docs/decisions/0017-events.md.
CREATE TABLE events (
  -- The partition: the UTC day of `occurred_at`, or the day of writing when that day has none (see event_day).
  occurred_on     date NOT NULL,
  -- The sender's, or built from the fact in domain/ids.ts: a repeat is the same row. Unique per customer and day, so
  -- that nobody's ID can stand in another customer's way.
  id              text NOT NULL,
  -- eventKinds of domain/events/types.ts.
  kind            text NOT NULL,
  customer_id     text NOT NULL,
  program_id      text,
  sku             text,
  subscription_id text,
  session_id      text,
  -- Business time: on a test clock it may be years ahead of the wall.
  occurred_at     timestamptz NOT NULL,
  received_at     timestamptz NOT NULL DEFAULT now(),
  -- A reader that follows the table reads rows with tx < pg_snapshot_xmin(pg_current_snapshot()): those are all there
  -- will ever be below that mark, while received_at of a slow transaction may lie before what was read already.
  tx              xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- Whose word it is: Everbox's own, written with the fact; a customer's client; another service's.
  source          text NOT NULL DEFAULT 'everbox' CHECK (source IN ('everbox', 'customer', 'service')),
  data            jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (occurred_on, customer_id, id)
) PARTITION BY RANGE (occurred_on);
-- Training streams a program's customers one after another, each in the order of time.
CREATE INDEX events_by_customer ON events (program_id, customer_id, occurred_at);
CREATE INDEX events_by_tx ON events (tx);

-- Makes the day's partition, when it is not there. True when it made it. ATTACH, not PARTITION OF: the latter would lock
-- every reader and writer of the table out for the moment.
CREATE FUNCTION make_event_partition(day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  partition text := 'events_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF to_regclass(partition) IS NOT NULL THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('events partitions'));
  IF to_regclass(partition) IS NOT NULL THEN RETURN false; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING ALL)', partition);
  EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', partition, day, day + 1);
  RETURN true;
END $$;

-- The day under which an event is kept. Business time of a test clock runs years ahead, where no partition is: such an
-- event is kept with today's, so that it costs no partition of its own and goes when today's goes.
CREATE FUNCTION event_day(occurred_at timestamptz) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
  day date := (occurred_at AT TIME ZONE 'UTC')::date;
  today date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  IF to_regclass('events_' || to_char(day, 'YYYYMMDD')) IS NOT NULL THEN RETURN day; END IF;
  -- There already, unless maintenance has not run for weeks; a fact must never fail for that.
  PERFORM make_event_partition(today);
  RETURN today;
END $$;

-- The maintenance job keeps this up; these are for the time until it first runs.
SELECT make_event_partition((now() AT TIME ZONE 'UTC')::date + days) FROM generate_series(-7, 14) AS days;

-- Events that were refused, as they were sent, until the cause is found: see the runbook. Kept for a while only.
CREATE TABLE dead_events (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Of sender and event: a batch that is sent again adds nothing.
  digest      text NOT NULL UNIQUE,
  sender_role text NOT NULL,
  sender      text NOT NULL,
  event_id    text,
  reason      text NOT NULL,
  field       text,
  message     text NOT NULL,
  -- As JSON, cut to a bound: text, since a cut document is none.
  raw         text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX dead_events_by_time ON dead_events (received_at);

-- Down Migration
DROP TABLE dead_events, events;
DROP FUNCTION event_day, make_event_partition;
