import type { SubscriptionState } from '#domain/subscription/types';

/** A subscription's state as its row keeps it to start the workflow anew: without what an erasure must reach. */
export type StoredState = Omit<SubscriptionState, 'preferences'>;

/**
 * The value of `subscriptions.state`. Preferences and what was swapped away stay in their columns alone. Null: the
 * subscription has ended, and nothing of it is left to do.
 */
export function storedState({ preferences: _, ...state }: SubscriptionState): string | null {
  if (state.status === 'cancelled' && !state.open) return null;
  const stored: StoredState = { ...state, open: state.open && { ...state.open, swappedAway: [] } };
  return JSON.stringify(stored);
}
