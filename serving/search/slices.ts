import { setImmediate as nextTurn } from 'node:timers/promises';

/** Below what anybody would notice of a request that waits for it. */
const sliceMs = 4;

/** Does something for each value, and lets requests through every few milliseconds. */
export async function inSlices<T>(values: Iterable<T>, work: (value: T) => void): Promise<void> {
  let sinceMs = performance.now();
  for (const value of values) {
    work(value);
    if (performance.now() - sinceMs < sliceMs) continue;
    await nextTurn();
    sinceMs = performance.now();
  }
}
