import { listenTo } from '../listen';
import type { Database } from '../pool';

/** What others did that makes a ranking stale. */
export interface ChangeListener {
  customerActed(customerId: string): void;
  modelPublished(programId: string): void;
  /** Nothing was heard for a while: whatever was kept may be stale. */
  missed(): void;
}

const firstRetryMs = 250;
const longestRetryMs = 10_000;

/**
 * Hears, through one connection, what makes rankings stale: triggers and publishing send it with their commit
 * (migration 0005). Invariant: while `isListening` is false, what a process kept must not be used.
 */
export class SelectionChanges {
  private stopped = false;
  private listening = false;
  private close: () => Promise<void> = async () => undefined;
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly db: Database,
    private readonly listener: ChangeListener,
  ) {}

  get isListening(): boolean {
    return this.listening;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.close();
    await this.running;
  }

  private async run(): Promise<void> {
    let retryMs = firstRetryMs;
    while (!this.stopped) {
      try {
        const connection = await listenTo(this.db, 'selection', (payload) => this.hear(payload));
        this.close = connection.close;
        if (this.stopped) return await connection.close();
        retryMs = firstRetryMs;
        this.listener.missed();
        this.listening = true;
        await connection.ended;
      } catch {
        // Postgres is down: requests say so themselves, and nothing that was kept is used meanwhile.
      }
      this.listening = false;
      if (this.stopped) return;
      await this.pause(retryMs);
      retryMs = Math.min(2 * retryMs, longestRetryMs);
    }
  }

  private hear(payload: string): void {
    const at = payload.indexOf(':');
    const subject = payload.slice(at + 1);
    if (payload.startsWith('customer:')) this.listener.customerActed(subject);
    else if (payload.startsWith('model:')) this.listener.modelPublished(subject);
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
