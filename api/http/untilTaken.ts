import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { runIsFull } from '#workflows/subscription/messages';

/** A full run waits for changes under way, some tens of milliseconds each, and ten of them at most. */
const pauseMs = 100;

/**
 * The server's type for an update that a worker was given and neither accepted nor refused. Seen with SDK 1.24.0 when queries
 * met a run that a worker had just taken over from another. It is in no history.
 */
const unprocessed = 'UnprocessedUpdate';

/**
 * Sends an update again while the run that it meets is full, or its task ended without it: nothing was changed, and the next
 * one takes it. Gives up at `untilMs`, with the refusal.
 */
export async function untilTaken<T>(send: () => Promise<T>, untilMs: number): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isNotTaken(error) || Date.now() + pauseMs >= untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Whether an update was refused without a decision: nothing was changed, and the same one may be sent again at once. */
export const isNotTaken = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  (error.cause.type === runIsFull || error.cause.type === unprocessed);
