import { mustAllow, phasesTaking as phasesIn, type Transitions, withEveryEvent } from '../transitions';
import type { DeliveryEventKind, DeliveryPhase } from './types';

/** Events that never move a delivery: what began it, calls for attention, and what is said of offers and of the way. */
type Note = 'ordered' | 'offered' | 'declined' | 'offerExpired' | 'located' | 'atRisk' | 'missed' | 'compensated';

/** Events that do. A new kind of event is one, unless it is named above. */
export type DeliveryMove = Exclude<DeliveryEventKind, Note>;

/** An offer is not a phase. An order may be offered, and accepted, while it is still packed. */
const table = {
  preparing: { packed: ['waiting'], accepted: ['accepted'], failed: ['failed'] },
  waiting: { accepted: ['accepted'], failed: ['failed'] },
  accepted: {
    packed: ['accepted'],
    // The courier gave it up or fell silent: it is packed, or still to be.
    courierLost: ['preparing', 'waiting'],
    pickedUp: ['onTheWay'],
    failed: ['failed'],
  },
  onTheWay: { delivered: ['delivered'], addressNotFound: ['returning'], lost: ['lost'] },
  returning: { returned: ['returned'], lost: ['lost'] },
  delivered: {},
  returned: {},
  lost: {},
  failed: {},
} as const satisfies Transitions<DeliveryPhase, DeliveryMove>;

/**
 * Which event may come to a delivery in which phase, and where it leads. The row of `deliveries` holds to it: each event is one
 * UPDATE under the condition that the phase is one of `phasesTaking` it. The delivery's workflow does not: it hears of the row
 * late, twice and with gaps, and takes the newest facts.
 */
export const transitions: Transitions<DeliveryPhase, DeliveryMove> = withEveryEvent<DeliveryMove, typeof table>(table);

/** The phases in which this event may come. */
export const phasesTaking = (event: DeliveryMove): DeliveryPhase[] => phasesIn(transitions, event);

/**
 * The phase after an event. Of two, where the courier is lost, the one that fits whether the station has packed it. Throws when
 * the event may not come in this phase: a bug, since the row is asked first.
 */
export function phaseAfter(from: DeliveryPhase, event: DeliveryMove, isPacked: boolean): DeliveryPhase {
  const [only, other] = transitions[from][event] ?? [];
  const to = only && other ? phaseWithoutCourier(isPacked) : (only ?? from);
  mustAllow('delivery', transitions, { from, event, to });
  return to;
}

/** The phase of a delivery that no courier has. */
const phaseWithoutCourier = (isPacked: boolean): DeliveryPhase => (isPacked ? 'waiting' : 'preparing');
