import { type Transitions, withEveryEvent } from '../transitions';
import type { ShipmentEvent } from './events';
import type { ShipmentPhase } from './types';

type EventKind = ShipmentEvent['kind'];

/** Which event may come in which phase, as the workflow's steps and ops report it, and where it may lead. */
const table = {
  reserving: {
    reserved: ['charging'],
    needsPerson: ['parked'],
    // Of a single order: who waits for a courier is told within the minute.
    abandoned: ['compensating'],
  },
  charging: {
    // Before, or after the date on which it ships, or on which a courier is asked for.
    charged: ['waiting', 'promising', 'handingOff'],
    declined: ['dunning'],
    needsPerson: ['parked'],
  },
  dunning: { dunningDayCame: ['charging'], dunningExhausted: ['compensating'], abandoned: ['compensating'] },
  waiting: { shipDateCame: ['promising', 'handingOff'], abandoned: ['compensating'] },
  promising: { promised: ['handingOff'], needsPerson: ['parked'] },
  handingOff: { handedOff: ['booking', 'delivering'], needsPerson: ['parked'] },
  booking: { booked: ['inTransit'], needsPerson: ['parked'] },
  inTransit: {
    delivered: ['delivered'],
    // Asks for attention only: the parcel may still come.
    overdue: ['inTransit'],
    needsPerson: ['parked'],
    abandoned: ['compensating'],
  },
  delivering: { delivered: ['delivered'], abandoned: ['compensating'] },
  parked: {
    // Back to where it was parked; a returned parcel to the handoff, and a refused handoff of a promise to a new promise.
    retried: ['reserving', 'charging', 'promising', 'handingOff', 'booking'],
    abandoned: ['compensating'],
  },
  compensating: { compensated: ['abandoned'] },
  delivered: { ratingRequested: ['done'] },
  abandoned: {},
  done: {},
} as const satisfies Transitions<ShipmentPhase, EventKind>;

/** The shipment's machine as its own first run walks it; `docs/architecture.md` draws it. */
export const transitions: Transitions<ShipmentPhase, EventKind> = withEveryEvent<EventKind, typeof table>(table);

/**
 * What a run that was reset, or that another outran, may be told in any phase that is no end: how the shipment ended, by a
 * projection (`recall.ts`) or by an activity that refuses to go on.
 */
export const recordedEnds = {
  delivered: ['delivered'],
  abandoned: ['compensating'],
} as const satisfies Partial<Record<EventKind, readonly ShipmentPhase[]>>;

const isEnd = (phase: ShipmentPhase): boolean => Object.keys(transitions[phase]).length === 0;

/** All that `advance` takes: the first run's transitions, and what the records may say. */
export const allTransitions = Object.fromEntries(
  Object.entries(transitions).map(([phase, events]) => [
    phase,
    isEnd(phase as ShipmentPhase) ? events : { ...events, ...recordedEnds },
  ]),
) as Transitions<ShipmentPhase, EventKind>;
