import { stepName } from '../ids';
import type { ShipmentEvent } from './events';
import type { ShipmentState } from './types';

/** What the rows of effects say of a shipment, whichever run of its workflow wrote them. */
export interface RecordedFacts {
  delivered: { atMs: number } | null;
  abandoned: { reason: string } | null;
  /** The next step that the state waits for came: its next round was begun; of a handoff or a parcel, with this address. */
  nextRound: { addressId?: string } | null;
}

/** The step whose record says that this wait came to an end in another run; null when none does. */
export function stepAfter({ phase, parkedFrom, rounds }: ShipmentState): string | null {
  const nextHandoff = stepName('handoffAddress', rounds.handoff + 1);
  switch (phase) {
    case 'dunning':
      return stepName('charge', rounds.charge + 1);
    case 'inTransit':
      return nextHandoff;
    case 'parked':
      // A charge or a promise that was not made keeps its round: that it was made since says that it was let go on.
      if (parkedFrom === 'reserving' || parkedFrom === 'charging') return stepName('charge', rounds.charge);
      if (parkedFrom === 'promising') return stepName('promise', rounds.promise ?? 0);
      if (parkedFrom === 'booking') return stepName('parcelAddress', rounds.parcel + 1);
      return parkedFrom === 'handingOff' || parkedFrom === 'inTransit' ? nextHandoff : null;
    default:
      return null;
  }
}

/**
 * What the records say happened next, to a run that waits; null: it waits for something that has not happened. A run that
 * was reset so walks on, round by round, to where the shipment stands, with all that it learns on the way; what was delivered
 * is never waited for or undone, and what was given up stays so, for the reason that was first.
 */
export function recall(state: ShipmentState, facts: RecordedFacts): ShipmentEvent | null {
  const { phase } = state;
  if (phase === 'done' || phase === 'abandoned') return null;
  if (facts.nextRound) {
    if (phase === 'dunning') return { kind: 'dunningDayCame' };
    if (phase === 'inTransit') return { kind: 'needsPerson', reason: 'ParcelReturned' };
    if (phase === 'parked') return { kind: 'retried', addressId: facts.nextRound.addressId ?? null };
  }
  if (facts.delivered) return phase === 'delivered' ? null : { kind: 'delivered', atMs: facts.delivered.atMs };
  if (!facts.abandoned) return null;
  const { reason } = facts.abandoned;
  return phase === 'compensating' && state.abandonReason === reason ? null : { kind: 'abandoned', reason };
}
