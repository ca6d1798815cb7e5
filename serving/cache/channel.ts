import { listenTo } from '#db/listen';
import type { Database } from '#db/pool';

/** What is heard on a channel of Postgres. */
export interface ChannelListener {
  heard(payload: string): void;
  /** Nothing was heard for a while: whatever was kept may be stale. */
  missed(): void;
}

const firstRetryMs = 250;
const longestRetryMs = 10_000;

/**
 * Hears a channel through one connection for as long as it runs, and connects anew whenever that is lost.
 * Invariant: while `isListening` is false, what a process kept must not be used as it is.
 */
export class Channel {
  private stopped = false;
  private listening = false;
  private close: () => Promise<void> = async () => undefined;
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly db: Database,
    private readonly name: string,
    private readonly listener: ChannelListener,
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
        const connection = await listenTo(this.db, this.name, (payload) => this.listener.heard(payload));
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
