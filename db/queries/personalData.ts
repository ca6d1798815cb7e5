import type { Queryable } from '../pool';

/** The postal address of a row of `addresses`. */
export interface StoredAddress {
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  postalCode: string;
  country: string;
}

/** Throws when there is none: an ID that a workflow carries was stored before it came there. */
export async function readAddress(db: Queryable, addressId: string): Promise<StoredAddress> {
  const { rows } = await db.query<StoredAddress>(
    `SELECT name, line1, line2, city, postal_code AS "postalCode", country FROM addresses WHERE id = $1`,
    [addressId],
  );
  if (!rows[0]) throw new Error(`address ${addressId} does not exist`);
  return rows[0];
}

/** The payment token that counts now: a card that the customer replaced meanwhile is charged on the next dunning day. */
export async function readPaymentToken(db: Queryable, subscriptionId: string): Promise<string> {
  const { rows } = await db.query<{ token: string }>(
    `SELECT p.token FROM subscriptions s JOIN payment_methods p ON p.id = s.payment_method_id WHERE s.id = $1`,
    [subscriptionId],
  );
  if (!rows[0]) throw new Error(`subscription ${subscriptionId} has no payment method`);
  return rows[0].token;
}
