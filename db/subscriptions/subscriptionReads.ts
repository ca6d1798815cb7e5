import type { BusinessClock } from '#domain/clock';
import type { Preferences } from '#domain/selection/types';
import type { SubscriptionStatus } from '#domain/subscription/types';
import type { Queryable } from '../pool';
import { type AddressRow, addressColumns, addressOf, type LocatedAddress } from './personalData';
import { clockOf } from './testClocks';

/** A subscription as customers and ops see it: the read model, joined with its address and its clock. */
export interface SubscriptionRead {
  id: string;
  customerId: string;
  programId: string;
  planId: string;
  status: SubscriptionStatus;
  zone: string;
  email: string;
  address: LocatedAddress;
  preferences: Preferences;
  nextCycle: number;
  nextOpenAt: Date;
  cancelReason: string | null;
  testClockId: string | null;
  clock: BusinessClock;
  revision: number;
  createdAt: Date;
  /** `createdAt` to the microsecond, as text: what pages are cut by. */
  createdAtExact: string;
}

type Row = Omit<SubscriptionRead, 'clock' | 'address'> & Parameters<typeof clockOf>[0] & AddressRow;

const select = `
  SELECT s.id, s.customer_id AS "customerId", s.program_id AS "programId", s.plan_id AS "planId", s.status, s.zone,
    s.email, s.preferences, s.next_cycle AS "nextCycle", s.next_open_at AS "nextOpenAt",
    s.cancel_reason AS "cancelReason", s.test_clock_id AS "testClockId", s.revision, s.created_at AS "createdAt",
    to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAtExact",
    ${addressColumns},
    c.origin_wall_at, c.origin_business_at, c.speed
  FROM subscriptions s
  JOIN addresses a ON a.id = s.address_id
  LEFT JOIN test_clocks c ON c.id = s.test_clock_id`;

export async function readSubscription(db: Queryable, id: string): Promise<SubscriptionRead | null> {
  const { rows } = await db.query<Row>(`${select} WHERE s.id = $1`, [id]);
  return rows[0] ? fromRow(rows[0]) : null;
}

export interface SubscriptionFilter {
  customerId?: string | undefined;
  programId?: string | undefined;
  status?: SubscriptionStatus | undefined;
}

/** Newest first, after the position `after`; walks the index `subscriptions_by_customer` when a customer is named. */
export async function listSubscriptions(
  db: Queryable,
  filter: SubscriptionFilter,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<SubscriptionRead[]> {
  const { rows } = await db.query<Row>(
    `${select}
     WHERE ($1::text IS NULL OR s.customer_id = $1) AND ($2::text IS NULL OR s.program_id = $2)
       AND ($3::text IS NULL OR s.status = $3)
       AND ($4::timestamptz IS NULL OR (s.created_at, s.id) < ($4, $5))
     ORDER BY s.created_at DESC, s.id DESC LIMIT $6`,
    [
      filter.customerId ?? null,
      filter.programId ?? null,
      filter.status ?? null,
      after?.at ?? null,
      after?.id ?? null,
      limit,
    ],
  );
  return rows.map(fromRow);
}

function fromRow(row: Row): SubscriptionRead {
  const { name, line1, line2, city, postalCode, country, lat, lng, ...rest } = row;
  const address = addressOf({ name, line1, line2, city, postalCode, country, lat, lng });
  return { ...rest, address, clock: clockOf(row) };
}

/** Which of these subscriptions have ended, as the read model has it. */
export async function listCancelled(db: Queryable, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM subscriptions WHERE id = ANY($1::text[]) AND status = 'cancelled'`,
    [ids],
  );
  return rows.map(({ id }) => id);
}
