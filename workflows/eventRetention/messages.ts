export const eventRetentionWorkflow = 'eventRetention';

export interface EventRetentionResult {
  /** Partitions of days to come. */
  made: number;
  /** Days that were dropped. */
  dropped: string[];
  /** Days past their time that are still there: not exported yet, or being read. The next run tries again. */
  left: string[];
  deadEventsDropped: number;
}
