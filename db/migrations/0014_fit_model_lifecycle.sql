-- Up Migration

-- Fit models are judged, published and rolled back as selection models are: the one in charge is the row in state `published`.
ALTER TABLE fit_models ADD COLUMN state text CHECK (state IN ('candidate', 'published', 'rejected', 'retired')),
  ADD COLUMN parent_version integer,
  -- FitComparison of domain/sizing/heldBack.ts; null: made before fits were held back, so that it knows them all.
  ADD COLUMN holdout jsonb,
  ADD COLUMN published_at timestamptz;
UPDATE fit_models f SET published_at = created_at, state = CASE
  WHEN version = (SELECT max(version) FROM fit_models m WHERE m.program_id = f.program_id) THEN 'published' ELSE 'retired' END;
ALTER TABLE fit_models ALTER COLUMN state SET NOT NULL;
CREATE UNIQUE INDEX fit_models_published ON fit_models (program_id) WHERE state = 'published';

-- One refresh makes a model of each kind.
ALTER TABLE model_refreshes ADD COLUMN kind text NOT NULL DEFAULT 'selection' CHECK (kind IN ('selection', 'fit')),
  DROP CONSTRAINT model_refreshes_pkey, ADD PRIMARY KEY (refresh_id, kind);
ALTER TABLE model_publications ADD COLUMN kind text NOT NULL DEFAULT 'selection' CHECK (kind IN ('selection', 'fit'));

-- Down Migration
DELETE FROM model_publications WHERE kind = 'fit';
DELETE FROM model_refreshes WHERE kind = 'fit';
ALTER TABLE model_publications DROP COLUMN kind;
ALTER TABLE model_refreshes DROP CONSTRAINT model_refreshes_pkey, DROP COLUMN kind, ADD PRIMARY KEY (refresh_id);
-- The highest version was the one in charge: what was turned down, or taken back, goes.
DELETE FROM fit_models f WHERE version >
  coalesce((SELECT version FROM fit_models p WHERE p.program_id = f.program_id AND p.state = 'published'), 0);
DROP INDEX fit_models_published;
ALTER TABLE fit_models DROP COLUMN published_at, DROP COLUMN holdout, DROP COLUMN parent_version, DROP COLUMN state;
