-- Up Migration

-- How the customer wants a cycle brought: a courier with the fee that was accepted and the business time from which on
-- one is asked for (CourierWish of domain/promise). Null: as a parcel.
ALTER TABLE cycles ADD COLUMN courier jsonb;

-- Down Migration
ALTER TABLE cycles DROP COLUMN courier;
