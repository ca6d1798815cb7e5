const firstMs = 500;
const longestMs = 30_000;

/**
 * How long to wait before a process that died is started again: half a second, doubled at each death up to 30 seconds, and
 * half a second again after a healthy run. Healthy is who stayed ready for longer than was waited for it: a process that
 * is killed now and then comes back at once, and one that dies as soon as it is ready is left alone for longer and longer.
 */
export class RestartPauses {
  private nextMs = firstMs;
  private lastMs = 0;

  /** A process was ready for this long before it died; one that never was is not told of. */
  wasUp(readyForMs: number): void {
    if (readyForMs > Math.max(this.lastMs, firstMs)) this.nextMs = firstMs;
  }

  /** The pause before the next start, in ms. */
  next(): number {
    this.lastMs = this.nextMs;
    this.nextMs = Math.min(this.nextMs * 2, longestMs);
    return this.lastMs;
  }
}
