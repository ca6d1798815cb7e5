-- Up Migration

-- What a customer decided about learning from them. No row: nothing was decided, and the defaults hold.
CREATE TABLE customer_settings (
  customer_id       text PRIMARY KEY,
  -- Off: what they do is not kept for selection, and selection does without what was kept.
  personalization   boolean NOT NULL DEFAULT true,
  surveys_opted_out boolean NOT NULL DEFAULT false,
  updated_at        timestamptz NOT NULL DEFAULT now()
);

-- A customer may say it again: the newest row counts, the ones before are its history.
CREATE TABLE subscription_ratings (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscription_id text NOT NULL REFERENCES subscriptions,
  customer_id     text NOT NULL,
  program_id      text NOT NULL,
  stars           integer NOT NULL CHECK (stars BETWEEN 1 AND 5),
  comment         text,
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX subscription_ratings_of ON subscription_ratings (subscription_id, id DESC);
CREATE INDEX subscription_ratings_by_customer ON subscription_ratings (customer_id);
CREATE INDEX ratings_by_customer ON ratings (customer_id);

-- What a customer sends back. It moves no money: what is owed is for ops to decide, who see these.
CREATE TABLE returns (
  shipment_id text PRIMARY KEY REFERENCES shipments,
  customer_id text NOT NULL,
  program_id  text NOT NULL,
  sku         text NOT NULL,
  -- returnReasons of domain/shipment/returns.ts.
  reason      text NOT NULL,
  comment     text,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX returns_by_time ON returns (created_at DESC, shipment_id DESC);
CREATE INDEX returns_by_customer ON returns (customer_id);

-- One survey of one subscription, from the fact that leads to it. The row is what makes it once: it stays for ever, also
-- when all that it held was erased.
CREATE TABLE surveys (
  id              text PRIMARY KEY,
  subscription_id text NOT NULL REFERENCES subscriptions,
  -- The survey's ID in the program's file.
  survey_id       text NOT NULL,
  program_id      text NOT NULL,
  -- Null once erased, like all that follows.
  customer_id     text,
  state           text NOT NULL CHECK (state IN ('scheduled', 'sent', 'withheld', 'answered', 'erased')),
  -- Title and questions as they were then: what is answered is what was asked.
  definition      jsonb,
  -- Opens nothing but the opt-out: the link in the message works without signing in.
  opt_out_token   uuid DEFAULT gen_random_uuid() UNIQUE,
  -- Business time, like the answer's.
  due_at          timestamptz,
  sent_at         timestamptz,
  answered_at     timestamptz,
  -- Question's ID to answer.
  answers         jsonb,
  UNIQUE (subscription_id, survey_id),
  CHECK ((state = 'erased') = (customer_id IS NULL)),
  CHECK (state <> 'erased' OR (definition IS NULL AND answers IS NULL AND opt_out_token IS NULL))
);
CREATE INDEX surveys_by_customer ON surveys (customer_id);

-- What was swapped away from or skipped in a cycle and must not be learned from any more. What was shipped stays.
ALTER TABLE cycles ADD COLUMN forgotten_skus text[] NOT NULL DEFAULT '{}';

-- When a customer had all that was learned from them erased, the latest time. Exports and training honour it: nothing
-- of theirs from before may be kept, or come back.
CREATE TABLE erasures (
  customer_id text PRIMARY KEY,
  erased_at   timestamptz NOT NULL,
  -- When what was on its way in at that moment was erased as well; null: still to come.
  swept_at    timestamptz
);

-- May an event of this customer, of that time, be kept? Every writer of events asks.
CREATE FUNCTION may_keep_event(customer text, occurred_at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM customer_settings s WHERE s.customer_id = customer AND NOT s.personalization)
    AND NOT EXISTS (SELECT FROM erasures e WHERE e.customer_id = customer AND e.erased_at >= occurred_at);
$$;

-- Kept answers that may repeat a customer's own words, by the thing that they are about: an erasure looks them up.
CREATE INDEX idempotency_keys_of_feedback ON idempotency_keys (substring(scope FROM '"id":"([^"]*)"'))
  WHERE scope ~ '/(ratings|returns) ';

ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check
  CHECK (kind IN ('startSubscription', 'startOrder', 'parcelEnded', 'deliveryHappened', 'zoneChanged', 'notify',
    'startSurvey', 'stopSurvey', 'eraseCustomer'));

-- Down Migration
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check
  CHECK (kind IN ('startSubscription', 'startOrder', 'parcelEnded', 'deliveryHappened', 'zoneChanged', 'notify'));
DROP INDEX idempotency_keys_of_feedback;
DROP FUNCTION may_keep_event(text, timestamptz);
DROP TABLE erasures;
ALTER TABLE cycles DROP COLUMN forgotten_skus;
DROP TABLE surveys, returns;
DROP INDEX ratings_by_customer;
DROP TABLE subscription_ratings, customer_settings;
