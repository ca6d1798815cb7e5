import type { NotificationsPort } from '../ports';

/** Accepts every message, and tells nobody. */
export function createDummyNotifications(): NotificationsPort {
  return { send: async () => {} };
}
