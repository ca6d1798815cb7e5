import { inTransaction, type Queryable } from '../../db/pool';
import { projectCycle, projectSubscription as writeSubscription } from '../../db/queries/projections';
import { startDueSurveys } from '../../db/queries/surveyStarts';
import { type BusinessClock, businessAt } from '../../domain/clock';
import type { CycleStatus, OpenCycle, SubscriptionState } from '../../domain/subscription/types';
import type { Dependencies } from '../dependencies';

/** Brings the read model to this state, or leaves it when it knows a newer one. Safe to run again. */
export async function projectSubscription(
  { db }: Dependencies,
  state: SubscriptionState,
  clock: BusinessClock,
  cancelReason: string | null,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await writeSubscription(tx, state, clock, cancelReason);
    if (state.open) await projectCycle(tx, state, state.open, 'open', clock);
    await askWhyCancelled(tx, state, clock);
  });
}

export interface CycleClosing {
  state: SubscriptionState;
  clock: BusinessClock;
  cycle: OpenCycle;
  status: Exclude<CycleStatus, 'open'>;
}

/** The end of a cycle, as it was frozen. Safe to run again. */
export async function closeCycle({ db }: Dependencies, { state, clock, cycle, status }: CycleClosing): Promise<void> {
  await inTransaction(db, async (tx) => {
    await writeSubscription(tx, state, clock, null);
    await projectCycle(tx, state, cycle, status, clock);
    await askWhyCancelled(tx, state, clock);
  });
}

/** A cancel and the closing of its cycle are projected in any order: the first one starts the surveys. */
async function askWhyCancelled(tx: Queryable, state: SubscriptionState, clock: BusinessClock): Promise<void> {
  if (state.status !== 'cancelled') return;
  const { id: subscriptionId, customerId, programId } = state;
  const fact = { kind: 'cancelled', atMs: businessAt(clock, Date.now()) } as const;
  await startDueSurveys(tx, { subscriptionId, customerId, programId, clock }, fact);
}
