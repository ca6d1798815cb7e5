import { beginOpening, openCycleIn } from '#domain/subscription/apply';
import type { SubscriptionState } from '#domain/subscription/types';
import { offered } from './notes';

export const hourMs = 3_600_000;
/** How long a cycle of these tests stays open. */
export const openForMs = 48 * hourMs;

const policy = {
  currency: 'GBP',
  service: 'standard' as const,
  dunningDays: [1, 3],
  parkedDays: 7,
  overdueDays: 10,
  ratingRequestHours: 24,
};

/** A subscription that has just begun. */
export function initial(): SubscriptionState {
  return {
    id: 'sub_1',
    customerId: 'cus_1',
    programId: 'toys',
    planId: 'monthly',
    status: 'active',
    addressId: 'adr_0',
    paymentMethodId: 'pay_0',
    preferences: { likes: [], dislikes: [] },
    nextCycle: 1,
    nextOpenAtMs: 0,
    anchor: { atMs: 0, cycle: 1, planId: 'monthly' },
    open: null,
    lastClosed: null,
    decidedAtMs: 0,
    revision: 0,
  };
}

/** What the workflow does when a cycle is due. */
export function openDue(state: SubscriptionState, nowMs: number): SubscriptionState {
  const [sku, ...alternatives] = offered as [string, ...string[]];
  return openCycleIn(beginOpening(state), {
    cycle: {
      number: state.nextCycle,
      sku,
      chosenBy: 'everbox',
      skipped: false,
      alternatives,
      swappedAway: [],
      chargeCents: 1_999,
      openedAtMs: nowMs,
      cutoffAtMs: nowMs + openForMs,
      shipAtMs: nowMs + openForMs,
    },
    nextCycle: state.nextCycle + 1,
    nextOpenAtMs: nowMs + 30 * 24 * hourMs,
    anchor: state.anchor,
    policy,
    substitutes: alternatives,
  });
}
