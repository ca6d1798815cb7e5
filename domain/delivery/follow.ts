import { isEnd } from './steps';
import type { DeliveryEnd, DeliveryFacts, DeliveryPhase } from './types';
import { hourMs, minuteMs } from '../time';

/** What a delivery's workflow knows: the row's facts, and which deadlines it has met. Times are business ms. */
export interface FollowedDelivery extends DeliveryFacts {
  /** Deadlines that were met, each once. */
  passed: Deadline[];
  atRisk: boolean;
  missed: boolean;
}

export const deadlines = ['handoffLate', 'atRisk', 'missed', 'hopeless'] as const;
export type Deadline = (typeof deadlines)[number];

/** What of a promise deadlines are counted from. */
export interface PromisedTimes {
  handoffDueAtMs: number;
  dueAtMs: number;
}

export const newDelivery: FollowedDelivery = {
  revision: 0,
  phase: 'preparing',
  packedAtMs: null,
  pickedUpAtMs: null,
  endedAtMs: null,
  passed: [],
  atRisk: false,
  missed: false,
};

/**
 * The delivery once its row's facts are known. They come by signal, late, twice and out of order, and with the answer of
 * every question: the newest stand.
 */
export function learn(delivery: FollowedDelivery, facts: DeliveryFacts): FollowedDelivery {
  if (facts.revision <= delivery.revision) return delivery;
  const { revision, phase, packedAtMs, pickedUpAtMs, endedAtMs } = facts;
  return { ...delivery, revision, phase, packedAtMs, pickedUpAtMs, endedAtMs };
}

export function hasEnded(phase: DeliveryPhase): phase is DeliveryEnd {
  return isEnd(phase);
}

/** A trip and the handover at the door take this long, as a rule: without a courier by then, the promise is at risk. */
const lastPickupBeforeDueMs = 25 * minuteMs;
/** How long past the promise a courier is still looked for; afterwards the money goes back. */
const hopelessAfterDueMs = hourMs;

/** The business instant (ms) of a deadline. */
export function deadlineAtMs(deadline: Deadline, { handoffDueAtMs, dueAtMs }: PromisedTimes): number {
  switch (deadline) {
    case 'handoffLate':
      return handoffDueAtMs;
    case 'atRisk':
      return dueAtMs - lastPickupBeforeDueMs;
    case 'missed':
      return dueAtMs;
    case 'hopeless':
      return dueAtMs + hopelessAfterDueMs;
  }
}

/**
 * Does this deadline count, once its instant has come? Judged by recorded times and nothing else, so that it does not
 * matter who was up at that instant, or what a workflow task saw first. `missed` is owed to the customer, also after
 * the end; the others are calls to do something about a delivery that is still open.
 */
export function counts(deadline: Deadline, facts: DeliveryFacts, promise: PromisedTimes): boolean {
  const { phase, packedAtMs, pickedUpAtMs, endedAtMs } = facts;
  const isLate = (atMs: number | null) => atMs === null || atMs > deadlineAtMs(deadline, promise);
  switch (deadline) {
    case 'handoffLate':
      return !hasEnded(phase) && isLate(packedAtMs);
    case 'atRisk':
      return !hasEnded(phase) && isLate(pickedUpAtMs);
    case 'missed':
      return isLate(endedAtMs);
    case 'hopeless':
      return !hasEnded(phase) && phase !== 'onTheWay' && phase !== 'returning';
  }
}

/** The deadline to meet next, with its business instant, which may have gone by; null when none is left. */
export function nextDeadline(
  delivery: FollowedDelivery,
  promise: PromisedTimes,
): { deadline: Deadline; atMs: number } | null {
  const open = deadlines
    .filter((deadline) => counts(deadline, delivery, promise) && !delivery.passed.includes(deadline))
    .filter((deadline) => deadline !== 'atRisk' || !delivery.atRisk) // it is known already
    .map((deadline) => ({ deadline, atMs: deadlineAtMs(deadline, promise) }))
    .toSorted((one, other) => one.atMs - other.atMs);
  return open[0] ?? null;
}

/** The delivery once a deadline was met. `applied` is the row's word on whether it counted. */
export function passDeadline(delivery: FollowedDelivery, deadline: Deadline, applied: boolean): FollowedDelivery {
  const passed = { ...delivery, passed: [...delivery.passed, deadline] };
  if (!applied || deadline === 'hopeless') return passed; // what was given up has ended: a fact of the row
  return deadline === 'missed' ? { ...passed, missed: true } : { ...passed, atRisk: true };
}
