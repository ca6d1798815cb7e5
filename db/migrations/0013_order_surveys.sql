-- Up Migration

-- Single orders are asked about as well: `subscription_id` may be an order's ID, as in shipments. What belongs to a
-- customer's orders of a program as a whole stands with the first of them.
ALTER TABLE surveys DROP CONSTRAINT surveys_subscription_id_fkey;

-- Down Migration
DELETE FROM surveys v WHERE NOT EXISTS (SELECT FROM subscriptions s WHERE s.id = v.subscription_id);
ALTER TABLE surveys ADD CONSTRAINT surveys_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES subscriptions;
