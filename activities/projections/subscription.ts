import { inTransaction } from '../../db/pool';
import { projectCycle, projectSubscription as writeSubscription } from '../../db/queries/projections';
import type { BusinessClock } from '../../domain/clock';
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
    if (state.open) await projectCycle(tx, state.id, state.open, 'open', state.revision);
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
    await projectCycle(tx, state.id, cycle, status, state.revision);
  });
}
