import type { CourierWish } from '../promise/types';
import type { Preferences } from '../selection/types';

/** Where a subscription stands. What leads from one to the other: `transitions.ts`, drawn in `docs/architecture.md`. */
export const subscriptionStatuses = ['active', 'paused', 'pastDue', 'cancelled'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** What became of a cycle; `open` until its cutoff. */
export const cycleStatuses = [
  'open', // the customer may still change it
  'shipped', // closed at the cutoff with an item; the shipment workflow has it now
  'skipped', // the customer skipped it
  'paused', // the subscription was not active at the cutoff: nothing was sent or charged
  'unfilled', // no item of the program suited, nothing was sent or charged
  'cancelled', // the subscription ended before the cutoff
] as const;
export type CycleStatus = (typeof cycleStatuses)[number];

/** The cycle that is open now. All times are business time, ms since the epoch. */
export interface OpenCycle {
  number: number;
  /** The item that will ship; null when nothing suited (`unfilled` unless a retry finds one). */
  sku: string | null;
  chosenBy: 'everbox' | 'customer';
  skipped: boolean;
  /** SKUs that the customer may swap to, best first. Items swapped away stay, so that a swap can be undone. */
  alternatives: string[];
  /** SKUs that the customer swapped away from in this cycle, oldest first. */
  swappedAway: string[];
  /** The plan's charge; a courier's fee comes on top. */
  chargeCents: number;
  /** How the customer wants it brought; absent or null: as a parcel. */
  courier?: CourierWish | null;
  openedAtMs: number;
  cutoffAtMs: number;
  shipAtMs: number;
}

/** All that the subscription workflow knows. Plain JSON: it goes through continue-as-new. */
export interface SubscriptionState {
  id: string;
  customerId: string;
  programId: string;
  planId: string;
  status: SubscriptionStatus;
  /** Row of `addresses`; the address itself never enters a history. */
  addressId: string;
  /** Row of `payment_methods`; the token itself never enters a history. */
  paymentMethodId: string;
  preferences: Preferences;
  /** Number of the next cycle to open; numbers of periods that passed while paused are never used. */
  nextCycle: number;
  /** Business time at which `nextCycle` is due, ms. */
  nextOpenAtMs: number;
  /** Where cycle dates are counted from: cycle `cycle` opened (or opens) at `atMs` and its cadence is that of `planId`. */
  anchor: { atMs: number; cycle: number; planId: string };
  open: OpenCycle | null;
  /** The cycle that closed last: a change that comes too late is told when the cutoff was. */
  lastClosed: { number: number; cutoffAtMs: number } | null;
  /** The newest cycle whose charge failed for good: it counts once, however often its shipment tells of it. */
  failedCycle?: number;
  /** Counts what was decided. */
  revision: number;
  /**
   * When the last of it was decided, wall ms. A projection overwrites one that was decided earlier, and never one that was
   * decided later: by this time first, since a reset takes the count back, then by `revision`.
   */
  decidedAtMs: number;
}

/** What a customer (or ops, for them) may ask of a subscription. */
export type SubscriptionCommand =
  | { kind: 'skip'; cycle: number }
  | { kind: 'unskip'; cycle: number }
  | { kind: 'swap'; cycle: number; sku: string }
  | { kind: 'chooseDelivery'; cycle: number; courier: CourierWish | null }
  /** `zoneId`: of one-hour delivery to that address, null where there is none; absent: nobody has looked. */
  | { kind: 'changeAddress'; addressId: string; zoneId?: string | null }
  | { kind: 'changePaymentMethod'; paymentMethodId: string }
  | { kind: 'changePreferences'; preferences: Preferences }
  | { kind: 'changePlan'; planId: string }
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'cancel'; reason: string | null };
