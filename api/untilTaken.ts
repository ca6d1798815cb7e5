import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { runIsFull } from '../workflows/subscription/messages';

/** A full run waits for changes under way, some tens of milliseconds each, and ten of them at most. */
const pauseMs = 100;

/**
 * Sends an update again while the run that it meets is full: nothing was changed, and the next run takes it. Gives up at
 * `untilMs`, with the refusal.
 */
export async function untilTaken<T>(send: () => Promise<T>, untilMs: number): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isFull(error) || Date.now() + pauseMs >= untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Whether an update was refused because its run takes no more. */
export const isFull = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === runIsFull;
