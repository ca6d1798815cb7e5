import type { Queryable } from '../pool';
import type { LocatedAddress } from './personalData';

/**
 * Personal data that a workflow will refer to by ID. A row is staged before the command that names it is sent: when
 * the command is refused, the row is simply never used. The ID derives from the request, so a retry stages nothing new.
 */
export async function stageAddress(
  db: Queryable,
  id: string,
  subscriptionId: string,
  address: LocatedAddress,
): Promise<void> {
  const { name, line1, line2, city, postalCode, country, location } = address;
  await db.query(
    `INSERT INTO addresses (id, subscription_id, name, line1, line2, city, postal_code, country, lat, lng)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
    [id, subscriptionId, name, line1, line2, city, postalCode, country, location?.lat ?? null, location?.lng ?? null],
  );
}

/** See `stageAddress`. The token is the payment partner's, never a card number. */
export async function stagePaymentMethod(
  db: Queryable,
  id: string,
  subscriptionId: string,
  token: string,
): Promise<void> {
  await db.query(
    `INSERT INTO payment_methods (id, subscription_id, token) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [id, subscriptionId, token],
  );
}
