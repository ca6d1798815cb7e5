-- Up Migration

-- What search knows of a customer in a program: made by the model's refresh from what they did, replaced by the next one.
-- Nobody with personalization off has a row here.
CREATE TABLE taste_profiles (
  customer_id text NOT NULL,
  program_id  text NOT NULL REFERENCES programs,
  -- TasteSums of domain/search/taste.
  sums        jsonb NOT NULL,
  -- Every event of a transaction before this one is in it, and none after: what came since is told by it exactly.
  until_tx    xid8 NOT NULL,
  -- When the events began to be read: wall time.
  as_of       timestamptz NOT NULL,
  PRIMARY KEY (customer_id, program_id)
);
CREATE INDEX taste_profiles_of ON taste_profiles (program_id, as_of);

-- Off means off: with the setting goes what was computed, in the same transaction, whoever turns it off. The lock is shared
-- among these and held alone by who stores profiles, who looks at the settings once they have it: so a profile that was
-- computed before the switch is either deleted here, or not stored any more.
CREATE FUNCTION drop_taste() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('taste_profiles'));
  DELETE FROM taste_profiles WHERE customer_id = NEW.customer_id;
  RETURN NULL;
END $$;
CREATE TRIGGER personalization_off AFTER INSERT OR UPDATE ON customer_settings
  FOR EACH ROW WHEN (NOT NEW.personalization) EXECUTE FUNCTION drop_taste();

-- What the metrics of search read: searches of a span of time, what was clicked in their lists, and what became of it.
CREATE INDEX events_of_searches ON events (program_id, occurred_at) WHERE kind = 'search';
CREATE INDEX events_of_found ON events (program_id, occurred_at) WHERE kind = 'click' AND data ? 'searchId';
CREATE INDEX shipments_delivered ON shipments (customer_id, sku) WHERE delivered_at IS NOT NULL;

-- Down Migration
DROP INDEX shipments_delivered, events_of_found, events_of_searches;
DROP TRIGGER personalization_off ON customer_settings;
DROP FUNCTION drop_taste();
DROP TABLE taste_profiles;
