import type { Writable } from 'node:stream';
import type { StreamEvent } from './feed';

/** The reader left what was sent unread for too long. */
export class SlowReader extends Error {
  override readonly name = 'SlowReader';
}

/**
 * Server-sent events on a response. A write waits until the reader has taken it, so that no more than one event is
 * ever buffered beyond what the socket holds.
 */
export class EventWriter {
  constructor(
    private readonly out: Writable,
    private readonly slowReaderMs: number,
  ) {}

  /** How soon a reader connects again after the connection broke, ms. */
  open(retryMs: number): Promise<void> {
    return this.write(`retry: ${retryMs}\n\n`);
  }

  // JSON has no line breaks of its own, so `data` is one line.
  event({ id, data }: StreamEvent): Promise<void> {
    return this.write(`id: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** A comment, which readers pass over: proxies and readers see that the stream lives. */
  heartbeat(): Promise<void> {
    return this.write(':\n\n');
  }

  /** @throws SlowReader when the reader does not take it in time. */
  private async write(text: string): Promise<void> {
    if (this.out.destroyed || this.out.write(text)) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        this.out.off('drain', taken).off('close', taken);
        if (error) reject(error);
        else resolve();
      };
      const taken = (): void => settle();
      const timer = setTimeout(() => settle(new SlowReader('the reader does not read')), this.slowReaderMs);
      this.out.on('drain', taken).on('close', taken);
    });
  }
}
