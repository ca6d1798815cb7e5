import type { Logger } from 'pino';

/** A connection that hears of every message until it ends. */
export interface Listening {
  ended: Promise<void>;
  close: () => Promise<void>;
}

export type Listen = (onMessage: (topic: string) => void) => Promise<Listening>;

const firstRetryMs = 250;
/** Streams look at the store themselves every heartbeat, so a longer wait would only spare a dead server. */
const longestRetryMs = 10_000;

/**
 * Tells streams that something is new, through one connection for all of them. It is there while anybody listens, and
 * comes back by itself; whatever was missed meanwhile is made good by waking everybody.
 */
export class Wakeups {
  private readonly wakers = new Map<string, Set<() => void>>();
  private running = false;
  private becomeIdle: () => void = () => undefined;

  constructor(
    private readonly listen: Listen,
    private readonly logger: Logger,
  ) {}

  /** Calls `wake` for each message of this topic, until the returned function is called. */
  subscribe(topic: string, wake: () => void): () => void {
    const wakers = this.wakers.get(topic) ?? new Set();
    this.wakers.set(topic, wakers.add(wake));
    this.start();
    return () => {
      wakers.delete(wake);
      if (wakers.size === 0 && this.wakers.get(topic) === wakers) this.wakers.delete(topic);
      if (this.wakers.size === 0) this.becomeIdle();
    };
  }

  private start(): void {
    if (this.running) return;
    this.running = true;
    void this.run().finally(() => {
      this.running = false;
      if (this.wakers.size > 0) this.start(); // somebody came while it was stopping
    });
  }

  private async run(): Promise<void> {
    let retryMs = firstRetryMs;
    while (this.wakers.size > 0) {
      const idle = new Promise<void>((resolve) => {
        this.becomeIdle = resolve;
      });
      try {
        const connection = await this.listen((topic) => this.wake(topic));
        retryMs = firstRetryMs;
        this.wakeAll(); // of what came while nobody heard it
        if (this.wakers.size > 0) await Promise.race([connection.ended, idle]);
        await connection.close();
      } catch (error) {
        this.logger.warn({ err: error }, 'streams are not woken: the connection that listens could not be made');
      }
      if (this.wakers.size === 0) return;
      await Promise.race([sleep(retryMs), idle]);
      retryMs = Math.min(2 * retryMs, longestRetryMs);
    }
  }

  private wake(topic: string): void {
    for (const wake of this.wakers.get(topic) ?? []) wake();
  }

  private wakeAll(): void {
    for (const wakers of this.wakers.values()) for (const wake of wakers) wake();
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
