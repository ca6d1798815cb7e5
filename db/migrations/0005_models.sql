-- Up Migration

-- Every selection model that a refresh made. The published one of a program is the row in state `published`.
CREATE TABLE selection_models (
  program_id     text NOT NULL REFERENCES programs,
  version        integer NOT NULL,
  -- One refresh makes at most one model, however often it is retried or reset.
  refresh_id     text NOT NULL UNIQUE,
  parent_version integer,
  state          text NOT NULL CHECK (state IN ('candidate', 'published', 'rejected', 'retired')),
  -- Null once pruned: what the model was stays on record, the model itself does not.
  bytes          bytea,
  weights        jsonb NOT NULL,
  -- Training saw every event of transactions before this one; no time stamp could say that.
  trained_until_tx xid8 NOT NULL,
  metrics        jsonb NOT NULL,
  created_at     timestamptz NOT NULL DEFAULT now(),
  published_at   timestamptz,
  PRIMARY KEY (program_id, version)
);
CREATE UNIQUE INDEX selection_models_published ON selection_models (program_id) WHERE state = 'published';

-- What came of each refresh, also of one that made no model.
CREATE TABLE model_refreshes (
  refresh_id  text PRIMARY KEY,
  program_id  text NOT NULL REFERENCES programs,
  outcome     text NOT NULL CHECK (outcome IN ('published', 'rejected', 'superseded', 'notEnoughData')),
  version     integer,
  reason      text NOT NULL,
  ranked      integer,
  finished_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX model_refreshes_of ON model_refreshes (program_id, finished_at DESC);

-- Who put which model in charge, and instead of which: the audit of publishing and rolling back.
CREATE TABLE model_publications (
  id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id       text NOT NULL REFERENCES programs,
  version          integer NOT NULL,
  previous_version integer,
  actor            text NOT NULL,
  reason           text NOT NULL,
  published_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX model_publications_of ON model_publications (program_id, id DESC);

-- Counts what a customer did that must show in their next pick. A ranking made at another count is not used.
CREATE TABLE customer_activity (
  customer_id text PRIMARY KEY,
  revision    bigint NOT NULL DEFAULT 1
);

CREATE FUNCTION touch_customer(customer text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO customer_activity (customer_id) VALUES (customer)
  ON CONFLICT (customer_id) DO UPDATE SET revision = customer_activity.revision + 1;
  SELECT pg_notify('selection', 'customer:' || customer);
$$;

CREATE FUNCTION customer_acted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM touch_customer(NEW.customer_id);
  RETURN NULL;
END $$;

-- Deferred: a customer's counter is the last lock that a transaction takes, so two of one customer cannot wait for each other.
-- Sign-up, swap, skip, pause, preferences, plan, the opening and the end of a cycle: each is a revision.
CREATE CONSTRAINT TRIGGER subscription_changed AFTER INSERT OR UPDATE OF revision ON subscriptions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION customer_acted();
CREATE CONSTRAINT TRIGGER item_rated AFTER INSERT OR UPDATE ON ratings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION customer_acted();
CREATE CONSTRAINT TRIGGER item_returned AFTER INSERT ON returns
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION customer_acted();
CREATE CONSTRAINT TRIGGER settings_changed AFTER INSERT OR UPDATE ON customer_settings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION customer_acted();

CREATE TABLE precomputed_rankings (
  program_id      text NOT NULL REFERENCES programs,
  subscription_id text NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
  customer_id     text NOT NULL,
  model_version   integer NOT NULL,
  -- The customer's `customer_activity` when it was made.
  activity        bigint NOT NULL,
  -- Arm by experiment, as they were then.
  arms            jsonb NOT NULL,
  -- RankedItem[] of domain/selection, best first.
  ranking         jsonb NOT NULL,
  computed_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subscription_id)
);
CREATE INDEX precomputed_rankings_of ON precomputed_rankings (customer_id);

-- What a cohort run assigned where stock is scarcer than demand. The cycle honours it if it still suits.
CREATE TABLE planned_picks (
  subscription_id text NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
  cycle           integer NOT NULL,
  sku             text NOT NULL,
  planned_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subscription_id, cycle)
);

-- What open cycles hold of each item, though nothing is reserved before the cutoff.
CREATE INDEX cycles_open ON cycles (sku) WHERE status = 'open' AND NOT skipped;

-- Which model picked, null: rules alone; and the experiments that the customer was in, arm by experiment.
ALTER TABLE cycles ADD COLUMN model_version integer, ADD COLUMN experiment_arms jsonb;

-- Down Migration
DROP INDEX cycles_open;
ALTER TABLE cycles DROP COLUMN model_version, DROP COLUMN experiment_arms;
DROP TABLE planned_picks, precomputed_rankings;
DROP TRIGGER settings_changed ON customer_settings;
DROP TRIGGER item_returned ON returns;
DROP TRIGGER item_rated ON ratings;
DROP TRIGGER subscription_changed ON subscriptions;
DROP FUNCTION customer_acted();
DROP FUNCTION touch_customer(text);
DROP TABLE customer_activity, model_publications, model_refreshes, selection_models;
