import { defaultRetentionDays } from '#domain/events/retention';

export interface EventSettings {
  /** Older events than this are refused: their partition is gone, or about to be. */
  retentionDays: number;
  /** Events that wait for their commit in this process; when more would, clients are asked to come back. */
  maxWaiting: number;
  /** Events of one commit. */
  maxCommitted: number;
}

export const defaultEventSettings: EventSettings = {
  retentionDays: defaultRetentionDays,
  // Two seconds of work or less, at a few kB each: a client waits no longer than that, and memory stays below 100 MB.
  maxWaiting: 20_000,
  // More does not make a commit cheaper per event, and only makes those wait who came first.
  maxCommitted: 5_000,
};
