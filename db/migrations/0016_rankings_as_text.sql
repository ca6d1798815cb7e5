-- Up Migration

-- A ranking is written once and passed on as it is, many times: as `json` it is kept as the text that it came as, while `jsonb`
-- is taken apart on its way in, and put together again for every pick. A few kilobytes are not worth unpacking either.
ALTER TABLE precomputed_rankings ALTER COLUMN ranking TYPE json USING ranking::json;
ALTER TABLE precomputed_rankings ALTER COLUMN ranking SET STORAGE EXTERNAL;

-- Down Migration
ALTER TABLE precomputed_rankings ALTER COLUMN ranking SET STORAGE EXTENDED;
ALTER TABLE precomputed_rankings ALTER COLUMN ranking TYPE jsonb USING ranking::jsonb;
