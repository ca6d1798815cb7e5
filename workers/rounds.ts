import { setTimeout as sleep } from 'node:timers/promises';

/** Work in rounds, one after another, until it is stopped. */
export class Rounds {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  /**
   * @param round does one, and returns how long to wait before the next, ms. It tells of its own failures: one that it throws
   *   is a fault of the program, which the process ends on.
   */
  constructor(private readonly round: (stopping: AbortSignal) => Promise<number>) {}

  start(): void {
    this.running = this.run();
  }

  /** Ends after the round that is under way; a pause is cut short. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const pauseMs = await this.round(signal);
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined); // by the stop
    }
  }
}
