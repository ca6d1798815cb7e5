import { type Transitions, withEveryEvent } from '../transitions';
import type { CycleStatus, SubscriptionCommand, SubscriptionStatus } from './types';

/** What may come to a subscription: a command, or word of a shipment whose card was declined on every dunning day. */
export type SubscriptionEvent = SubscriptionCommand['kind'] | 'paymentFailed';

/** Commands that are taken in every living status and keep it: they count from the open cycle, the next cutoff or cycle on. */
const kept = <Status extends SubscriptionStatus>(status: Status) =>
  ({
    skip: [status],
    unskip: [status],
    swap: [status],
    chooseDelivery: [status],
    changeAddress: [status],
    changePaymentMethod: [status],
    changePreferences: [status],
    changePlan: [status],
  }) as const;

const table = {
  active: { ...kept('active'), pause: ['paused'], paymentFailed: ['pastDue'], cancel: ['cancelled'] },
  paused: { ...kept('paused'), resume: ['active'], cancel: ['cancelled'] },
  pastDue: { ...kept('pastDue'), resume: ['active'], cancel: ['cancelled'] },
  cancelled: {},
} as const satisfies Transitions<SubscriptionStatus, SubscriptionEvent>;

/**
 * Which event may come to a subscription in which status, and where it leads. `decide` refuses by it what a customer asks too
 * late, `apply` holds to it; the rules of the open cycle come on top.
 */
export const transitions: Transitions<SubscriptionStatus, SubscriptionEvent> = withEveryEvent<
  SubscriptionEvent,
  typeof table
>(table);

/** What becomes of a cycle: its customer's changes, its cutoff, or the end of its subscription before. */
type CycleEvent = Extract<SubscriptionEvent, 'skip' | 'unskip' | 'swap' | 'chooseDelivery' | 'cancel'> | 'cutoff';

const cycleTable = {
  open: {
    skip: ['open'],
    unskip: ['open'],
    swap: ['open'],
    chooseDelivery: ['open'],
    cutoff: ['shipped', 'skipped', 'paused', 'unfilled'],
    cancel: ['cancelled'],
  },
  shipped: {},
  skipped: {},
  paused: {},
  unfilled: {},
  cancelled: {},
} as const satisfies Transitions<CycleStatus, CycleEvent>;

/** What may come to one of its cycles, from its opening on, and where it leads. */
export const cycleTransitions: Transitions<CycleStatus, CycleEvent> = withEveryEvent<CycleEvent, typeof cycleTable>(
  cycleTable,
);
