import type { Queryable } from '../pool';

export interface CustomerSettings {
  /** Off: selection uses what the customer stated and what everybody says of an item, and nothing that they did. */
  personalization: boolean;
  surveysOptedOut: boolean;
}

/** What holds for who has decided nothing. */
const defaults: CustomerSettings = { personalization: true, surveysOptedOut: false };

export async function readCustomerSettings(db: Queryable, customerId: string): Promise<CustomerSettings> {
  const { rows } = await db.query<CustomerSettings>(
    `SELECT personalization, surveys_opted_out AS "surveysOptedOut" FROM customer_settings WHERE customer_id = $1`,
    [customerId],
  );
  return rows[0] ?? defaults;
}

/**
 * Until when, ms since the epoch, events of these customers are not to be kept: for good while personalization is off, else
 * up to their erasure; who is not named is in neither case. The same as `may_keep_event`, for many at once. Ask in the
 * transaction that writes: what it writes beside an erasure all the same is swept up a little later (`activities/privacy`).
 */
export async function readUnkeptUntil(db: Queryable, customerIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ id: string; untilMs: number }>(
    `SELECT customer_id AS id, 'infinity'::float8 AS "untilMs" FROM customer_settings
     WHERE customer_id = ANY ($1) AND NOT personalization
     UNION ALL
     SELECT customer_id, extract(epoch FROM erased_at)::float8 * 1000 FROM erasures WHERE customer_id = ANY ($1)`,
    [customerIds],
  );
  const latest = new Map<string, number>();
  for (const { id, untilMs } of rows) latest.set(id, Math.max(untilMs, latest.get(id) ?? 0));
  return latest;
}

/** Changes what is named, and leaves the rest. Returns what holds now. */
export async function changeCustomerSettings(
  db: Queryable,
  customerId: string,
  { personalization, surveysOptedOut }: Partial<CustomerSettings>,
): Promise<CustomerSettings> {
  const { rows } = await db.query<CustomerSettings>(
    `INSERT INTO customer_settings (customer_id, personalization, surveys_opted_out)
     VALUES ($1, coalesce($2::boolean, $4), coalesce($3::boolean, $5))
     ON CONFLICT (customer_id) DO UPDATE SET
       personalization = coalesce($2, customer_settings.personalization),
       surveys_opted_out = coalesce($3, customer_settings.surveys_opted_out), updated_at = now()
     RETURNING personalization, surveys_opted_out AS "surveysOptedOut"`,
    [customerId, personalization ?? null, surveysOptedOut ?? null, defaults.personalization, defaults.surveysOptedOut],
  );
  if (!rows[0]) throw new Error('INSERT ... RETURNING gave no row');
  return rows[0];
}
