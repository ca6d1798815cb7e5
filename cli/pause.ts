import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits, unless the signal is or gets aborted; then it rejects. Each pause listens on a signal of its own that follows the
 * given one: hundreds of customers wait at once on the one signal of their run, and as many listeners on it are what
 * Node warns of as a leak.
 */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal ? { signal: AbortSignal.any([signal]) } : {});
}
