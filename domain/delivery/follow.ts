import type { DeliveryEnd, DeliveryEventKind, DeliveryPhase } from './types';
import { deliveryEnds } from './types';

/** What a delivery's workflow knows: what the row told it, and what its deadlines made of it. Times are business ms. */
export interface FollowedDelivery {
  phase: DeliveryPhase;
  packedAtMs: number | null;
  endedAtMs: number | null;
  /** Deadlines that have passed, each once. */
  passed: Deadline[];
  atRisk: boolean;
  missed: boolean;
}

export type Deadline = 'handoffLate' | 'atRisk' | 'missed' | 'hopeless';

export const newDelivery: FollowedDelivery = {
  phase: 'preparing',
  packedAtMs: null,
  endedAtMs: null,
  passed: [],
  atRisk: false,
  missed: false,
};

/**
 * The delivery after an event of its row. Signals may come late and out of order, since the outbox delivers them side
 * by side: an end stays an end, and an earlier phase never takes back a later one.
 */
export function follow(delivery: FollowedDelivery, kind: DeliveryEventKind, atMs: number): FollowedDelivery {
  if (hasEnded(delivery.phase)) return delivery;
  switch (kind) {
    case 'packed': {
      const phase = delivery.phase === 'preparing' ? 'waiting' : delivery.phase;
      return { ...delivery, phase, packedAtMs: atMs };
    }
    case 'accepted':
      return delivery.phase === 'onTheWay' ? delivery : { ...delivery, phase: 'accepted' };
    case 'courierLost':
      return delivery.phase === 'accepted' ? { ...delivery, phase: 'waiting' } : delivery;
    case 'pickedUp':
      return { ...delivery, phase: 'onTheWay', packedAtMs: delivery.packedAtMs ?? atMs };
    case 'addressNotFound':
      return { ...delivery, phase: 'returning' };
    case 'delivered':
    case 'returned':
    case 'lost':
    case 'failed':
      return { ...delivery, phase: kind, endedAtMs: atMs };
    case 'ordered':
    case 'offered':
    case 'declined':
    case 'offerExpired':
    case 'located':
    case 'atRisk':
    case 'missed':
    case 'compensated':
      return delivery; // shown to the customer; no deadline hangs on it
  }
}

export function hasEnded(phase: DeliveryPhase): phase is DeliveryEnd {
  return (deliveryEnds as readonly DeliveryPhase[]).includes(phase);
}

const minuteMs = 60_000;
/** A trip and the handover at the door take this long, as a rule: without a courier by then, the promise is at risk. */
const lastPickupBeforeDueMs = 25 * minuteMs;
/** How long past the promise a courier is still looked for; afterwards the money goes back. */
const hopelessAfterDueMs = 60 * minuteMs;

/** The next deadline that this delivery can run into, with its business instant; null when none is left. */
export function nextDeadline(
  delivery: FollowedDelivery,
  promise: { handoffDueAtMs: number; dueAtMs: number },
): { deadline: Deadline; atMs: number } | null {
  if (hasEnded(delivery.phase)) return null;
  const isUnderWay = delivery.phase === 'onTheWay' || delivery.phase === 'returning';
  const deadlines: { deadline: Deadline; atMs: number; counts: boolean }[] = [
    { deadline: 'handoffLate', atMs: promise.handoffDueAtMs, counts: delivery.packedAtMs === null },
    { deadline: 'atRisk', atMs: promise.dueAtMs - lastPickupBeforeDueMs, counts: !isUnderWay && !delivery.atRisk },
    { deadline: 'missed', atMs: promise.dueAtMs, counts: true },
    { deadline: 'hopeless', atMs: promise.dueAtMs + hopelessAfterDueMs, counts: !isUnderWay },
  ];
  const open = deadlines.filter(({ deadline, counts }) => counts && !delivery.passed.includes(deadline));
  open.sort((one, other) => one.atMs - other.atMs);
  return open[0] ? { deadline: open[0].deadline, atMs: open[0].atMs } : null;
}

/**
 * The delivery once a deadline has passed. `applied` is the row's word: it may know of a drop-off in time, or of a
 * courier who carries it, that this workflow has not heard of yet; then nothing was missed and nothing is given up.
 */
export function passDeadline(
  delivery: FollowedDelivery,
  deadline: Deadline,
  atMs: number,
  applied: boolean,
): FollowedDelivery {
  const passed = { ...delivery, passed: [...delivery.passed, deadline] };
  if (!applied || hasEnded(delivery.phase)) return passed;
  switch (deadline) {
    case 'handoffLate':
    case 'atRisk':
      return { ...passed, atRisk: true };
    case 'missed':
      return { ...passed, missed: true };
    case 'hopeless':
      return { ...passed, phase: 'failed', endedAtMs: atMs };
  }
}
