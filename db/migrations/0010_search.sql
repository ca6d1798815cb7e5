-- Up Migration

-- When the program first had the item; of those before this column, when they last changed is the best that is known.
ALTER TABLE items ADD COLUMN added_at timestamptz NOT NULL DEFAULT now();
UPDATE items SET added_at = updated_at;

-- What search must look at again: an item that changed, came, went, sold out or is back; sku NULL: the program itself.
-- Rows are only ever added, so that no writer waits for another; readers follow by `tx`, as with events (0003), and
-- a reader that sees one twice reads the same item twice. Kept for a day: who was away for longer reads everything.
CREATE TABLE search_changes (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  program_id text NOT NULL,
  sku        text,
  tx         xid8 NOT NULL DEFAULT pg_current_xact_id(),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX search_changes_by_tx ON search_changes (program_id, tx);
CREATE INDEX search_changes_by_time ON search_changes (changed_at);

-- Once per statement, so that an import of a whole catalog costs one INSERT and one message.
CREATE FUNCTION search_rows_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_changes (program_id, sku) SELECT program_id, sku FROM changed;
  PERFORM pg_notify('search', program_id) FROM (SELECT DISTINCT program_id FROM changed) AS programs;
  RETURN NULL;
END $$;

CREATE TRIGGER search_items_added AFTER INSERT ON items REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION search_rows_changed();
CREATE TRIGGER search_items_changed AFTER UPDATE ON items REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION search_rows_changed();
CREATE TRIGGER search_items_gone AFTER DELETE ON items REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION search_rows_changed();
CREATE TRIGGER search_stock_added AFTER INSERT ON stock REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION search_rows_changed();
CREATE TRIGGER search_stock_gone AFTER DELETE ON stock REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION search_rows_changed();

CREATE FUNCTION search_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_changes (program_id, sku) VALUES (NEW.program_id, NEW.sku);
  PERFORM pg_notify('search', NEW.program_id);
  RETURN NULL;
END $$;

-- Every reservation updates stock; only the last unit going, or the first coming back, is seen in search.
CREATE TRIGGER search_stock_flipped AFTER UPDATE ON stock FOR EACH ROW
  WHEN ((OLD.on_hand > OLD.reserved) IS DISTINCT FROM (NEW.on_hand > NEW.reserved))
  EXECUTE FUNCTION search_row_changed();

CREATE FUNCTION search_program_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO search_changes (program_id) VALUES (NEW.id);
  PERFORM pg_notify('search', NEW.id);
  RETURN NULL;
END $$;

-- Publishing writes only what differs (publishProgram).
CREATE TRIGGER search_program_published AFTER INSERT OR UPDATE ON programs
  FOR EACH ROW EXECUTE FUNCTION search_program_changed();

-- Answers that were worked out ahead: frequent queries for everybody (customer_id ''), and the home page of each active customer.
-- A row holds as long as the index says `content` of itself and the customer's taste hashes to `taste`; nobody has to delete it.
CREATE TABLE search_answers (
  program_id  text NOT NULL REFERENCES programs,
  customer_id text NOT NULL,
  -- What was asked, normalized.
  question    text NOT NULL,
  content     text NOT NULL,
  taste       text NOT NULL,
  -- The page as the API keeps it, with its documents.
  answer      json NOT NULL,
  computed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (program_id, customer_id, question)
);
CREATE INDEX search_answers_of ON search_answers (customer_id) WHERE customer_id <> '';
CREATE INDEX search_answers_by_time ON search_answers (computed_at);

-- How often a text was searched for, on a day (UTC), by anybody: no row says by whom, and what fewer than three customers of
-- one process typed is never written.
CREATE TABLE search_texts (
  program_id text NOT NULL REFERENCES programs,
  day        date NOT NULL,
  text       text NOT NULL,
  searches   integer NOT NULL CHECK (searches > 0),
  PRIMARY KEY (program_id, day, text)
);

-- Down Migration
DROP TABLE search_texts, search_answers;
DROP TRIGGER search_program_published ON programs;
DROP FUNCTION search_program_changed();
DROP TRIGGER search_stock_flipped ON stock;
DROP FUNCTION search_row_changed();
DROP TRIGGER search_stock_gone ON stock;
DROP TRIGGER search_stock_added ON stock;
DROP TRIGGER search_items_gone ON items;
DROP TRIGGER search_items_changed ON items;
DROP TRIGGER search_items_added ON items;
DROP FUNCTION search_rows_changed();
DROP TABLE search_changes;
ALTER TABLE items DROP COLUMN added_at;
