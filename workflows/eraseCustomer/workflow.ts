import { sleep } from '@temporalio/workflow';
import { inTurns } from '../turns';
import type { EraseCustomerInput } from './messages';
import { minuteMs } from '#domain/time';

/**
 * How long after an erasure its last look comes. A transaction that had begun before it and wrote an event after it has
 * ended by then: its statements are cut off after ten seconds, and each does a handful.
 */
const settledAfterMs = 2 * minuteMs;

/**
 * The rest of an erasure. The request itself has deleted all that was there; what another transaction was just about to
 * store beside it is found once no such transaction can be left.
 *
 * Why it is safe to run again: it deletes what came before a recorded time, and records that it did.
 */
export async function eraseCustomer(input: EraseCustomerInput): Promise<void> {
  const delayMs = Math.max(0, input.erasedAtMs + settledAfterMs - Date.now());
  await sleep(delayMs, { summary: 'until nothing is on its way in' });
  await inTurns().sweepErased('what came in beside the erasure', () => [input]);
}
