import type { BusinessClock } from '#domain/clock';
import { wallAt } from '#domain/clock';
import { signUpEvent } from '#domain/events/facts';
import type { SubscriptionState } from '#domain/subscription/types';
import type { Queryable } from '../pool';
import { recordEvents } from '../events/events';
import { storedState } from './storedState';

export interface NewSubscription {
  state: SubscriptionState;
  clock: BusinessClock;
  testClockId: string | null;
  zone: string;
  email: string;
  cohort: string;
}

/** Until the transaction ends, nobody else has this customer's sign-ups to the program to themselves. */
export async function lockSignUps(tx: Queryable, customerId: string, programId: string): Promise<void> {
  const lock = `SELECT pg_advisory_xact_lock(hashtextextended('subscriptions of ' || $1 || ' to ' || $2, 0))`;
  await tx.query(lock, [customerId, programId]);
}

/** How many subscriptions of a program a customer has that are not cancelled, with what this transaction has added. */
export async function countLiveSubscriptions(tx: Queryable, customerId: string, programId: string): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*) FROM subscriptions WHERE customer_id = $1 AND program_id = $2 AND status <> 'cancelled'`,
    [customerId, programId],
  );
  return rows[0]?.count ?? 0;
}

/**
 * The row of a sign-up. Its revision of 0 says that the workflow has not reported yet: cohort runs pass it over, and
 * commands are asked to come back.
 */
export async function insertSubscription(tx: Queryable, subscription: NewSubscription): Promise<Date> {
  const { state, clock, testClockId, zone, email, cohort } = subscription;
  const { rows } = await tx.query<{ created_at: Date }>(
    `INSERT INTO subscriptions (id, customer_id, program_id, plan_id, cohort, status, zone, anchor_at, test_clock_id,
       email, address_id, payment_method_id, preferences, next_cycle, next_open_at, next_open_wall_at, revision, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING created_at`,
    [
      state.id,
      state.customerId,
      state.programId,
      state.planId,
      cohort,
      state.status,
      zone,
      new Date(state.anchor.atMs),
      testClockId,
      email,
      state.addressId,
      state.paymentMethodId,
      JSON.stringify(state.preferences),
      state.nextCycle,
      new Date(state.nextOpenAtMs),
      new Date(wallAt(clock, state.nextOpenAtMs)),
      state.revision,
      storedState(state),
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('INSERT ... RETURNING gave no row');
  await recordEvents(tx, [signUpEvent(state)]);
  return row.created_at;
}
