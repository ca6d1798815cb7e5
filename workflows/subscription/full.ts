import { workflowInfo } from '@temporalio/workflow';
import type { Live } from './live';

/**
 * A run takes this many changes. One is some 12 events (its two workflow tasks, the update, its projection), so this is
 * 600; the rest of a cycle is 30.
 */
const changesPerRun = 50;
/**
 * Far below the server's limits of 10,240 events or 10 MB to warn, and so that no history passes 1,000 events: at most ten
 * changes are under way when a run is full, since the server takes no more at once.
 */
const historyEvents = 750;
const historyBytes = 2_000_000;

/**
 * Whether this run has taken its fill of changes: it takes no more, answers those under way, and continues as new. Also by
 * events, since signals come without a count, and by what the server says, which knows limits of its own.
 */
export function isFull({ changes }: Live): boolean {
  const { historyLength, historySize, continueAsNewSuggested } = workflowInfo();
  return (
    changes >= changesPerRun || historyLength >= historyEvents || historySize >= historyBytes || continueAsNewSuggested
  );
}
