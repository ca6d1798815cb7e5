import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { BusinessClock } from '#domain/clock';
import type { CourierWish } from '#domain/promise/types';
import type { Preferences } from '#domain/selection/types';
import type { CycleOpening } from '#domain/subscription/apply';
import type { CycleStatus, OpenCycle, SubscriptionState, SubscriptionStatus } from '#domain/subscription/types';

export const subscriptionWorkflow = 'subscription';

/** What the relay starts the workflow with, and what continue-as-new carries. Plain JSON. */
export interface SubscriptionInput {
  state: SubscriptionState;
  clock: BusinessClock;
  /** IANA zone of the customer: cycle dates are calendar dates there. */
  zone: string;
  /** Updates answered in earlier runs, oldest first; the server forgets them between runs. */
  answered: AnsweredUpdate[];
  /** A cycle that a cohort run asked for while the one before it was still open. */
  due?: number;
  /** Of the cycle that is open in `state`, when a run begins with one: what selection and the program said when it opened. */
  opening?: CycleOpening;
}

export interface AnsweredUpdate {
  updateId: string;
  answer: SubscriptionSnapshot;
}

/** The answer of every update: where the subscription stands once the change is in, and in the read model. */
export interface SubscriptionSnapshot {
  subscriptionId: string;
  status: SubscriptionStatus;
  planId: string;
  addressId: string;
  paymentMethodId: string;
  preferences: Preferences;
  nextCycle: number;
  nextOpenAtMs: number;
  revision: number;
  /** The cycle that the command was about, or the open one. */
  cycle: (OpenCycle & { status: CycleStatus }) | null;
}

/** Refused with a `businessOutcomes` type by a synchronous validator; the update's ID is the request's idempotency key. */
export const skipCycle = defineUpdate<SubscriptionSnapshot, [{ cycle: number }]>('skipCycle');
export const unskipCycle = defineUpdate<SubscriptionSnapshot, [{ cycle: number }]>('unskipCycle');
export const swapItem = defineUpdate<SubscriptionSnapshot, [{ cycle: number; sku: string }]>('swapItem');
/** `courier`: as the API worked it out for the address and the ship date; null: a parcel. */
export const chooseDelivery = defineUpdate<SubscriptionSnapshot, [{ cycle: number; courier: CourierWish | null }]>(
  'chooseDelivery',
);
export const changeAddress = defineUpdate<SubscriptionSnapshot, [{ addressId: string; zoneId?: string | null }]>(
  'changeAddress',
);
export const changePaymentMethod = defineUpdate<SubscriptionSnapshot, [{ paymentMethodId: string }]>(
  'changePaymentMethod',
);
export const changePreferences = defineUpdate<SubscriptionSnapshot, [{ preferences: Preferences }]>(
  'changePreferences',
);
/** The API has checked that the program has this plan. Counts from the next cycle on. */
export const changePlan = defineUpdate<SubscriptionSnapshot, [{ planId: string }]>('changePlan');
export const pauseSubscription = defineUpdate<SubscriptionSnapshot, []>('pauseSubscription');
export const resumeSubscription = defineUpdate<SubscriptionSnapshot, []>('resumeSubscription');
export const cancelSubscription = defineUpdate<SubscriptionSnapshot, [{ reason: string | null }]>('cancelSubscription');

/** From a cohort run: cycle `n` is due. Repeats are ignored, since a cohort run that starts over repeats itself. */
export const openCycle = defineSignal<[number]>('openCycle');

/** From a shipment: the card was declined on every dunning day. */
export const paymentFailed = defineSignal<[{ cycle: number }]>('paymentFailed');

/** From the watch of resets, or ops: tell the read model again where this workflow stands. */
export const projectAgain = defineSignal('projectAgain');

/**
 * The type of a refusal that is none of the customer's business: the run has taken its fill of changes and waits for those
 * under way to be answered, then the next one takes over. Nothing was changed; the same update may be sent again at once.
 */
export const runIsFull = 'RunIsFull';

export const subscriptionSnapshot = defineQuery<SubscriptionSnapshot>('subscriptionSnapshot');
