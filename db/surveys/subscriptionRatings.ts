import type { Queryable } from '../pool';

export interface NewSubscriptionRating {
  subscriptionId: string;
  customerId: string;
  programId: string;
  stars: number;
  comment: string | null;
}

export interface SubscriptionRating {
  id: number;
  stars: number;
  comment: string | null;
  createdAt: Date;
}

/** One more rating of the subscription: the newest counts, and those before stay. */
export async function insertSubscriptionRating(
  tx: Queryable,
  { subscriptionId, customerId, programId, stars, comment }: NewSubscriptionRating,
): Promise<SubscriptionRating> {
  const { rows } = await tx.query<SubscriptionRating>(
    `INSERT INTO subscription_ratings (subscription_id, customer_id, program_id, stars, comment)
     VALUES ($1, $2, $3, $4, $5) RETURNING id, stars, comment, created_at AS "createdAt"`,
    [subscriptionId, customerId, programId, stars, comment],
  );
  if (!rows[0]) throw new Error('INSERT ... RETURNING gave no row');
  return rows[0];
}
