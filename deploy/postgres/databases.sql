-- Run once by the image, when the data directory is new. POSTGRES_DB has made `everbox`; Temporal's tool makes its own two.
-- The simulator stands for other companies, so it gets a database of its own.
CREATE DATABASE simulator;
