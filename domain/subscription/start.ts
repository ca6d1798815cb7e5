import type { BusinessClock } from '../clock';
import type { SubscriptionState } from './types';

/** A sign-up, as its workflow is started with it: no cycle was ever open, and no update was answered. */
export interface SubscriptionStart {
  state: SubscriptionState & { open: null; lastClosed: null };
  clock: BusinessClock;
  /** IANA zone of the customer: cycle dates are calendar dates there. */
  zone: string;
  answered: [];
}
