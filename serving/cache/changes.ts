import type { Database } from '#db/pool';
import { Channel } from './channel';

/** What others did that makes a ranking stale. */
export interface ChangeListener {
  customerActed(customerId: string): void;
  modelPublished(programId: string): void;
  /** Nothing was heard for a while: whatever was kept may be stale. */
  missed(): void;
}

/**
 * Hears what makes rankings stale: triggers and publishing send it with their commit (migration 0005). One of them serves all
 * that a process keeps, through one connection.
 */
export class SelectionChanges {
  private readonly listeners: ChangeListener[] = [];
  private readonly channel: Channel;

  constructor(db: Database) {
    this.channel = new Channel(db, 'selection', {
      missed: () => this.listeners.forEach((listener) => listener.missed()),
      heard: (payload) => {
        const at = payload.indexOf(':');
        const subject = payload.slice(at + 1);
        if (payload.startsWith('customer:')) this.listeners.forEach((listener) => listener.customerActed(subject));
        else if (payload.startsWith('model:')) this.listeners.forEach((listener) => listener.modelPublished(subject));
      },
    });
  }

  /** While it is false, what a process kept must not be used. */
  get isListening(): boolean {
    return this.channel.isListening;
  }

  /** Has this listener told of all that is heard from now on. */
  tell(listener: ChangeListener): void {
    this.listeners.push(listener);
  }

  /** Twice is once. */
  start(): void {
    this.channel.start();
  }

  /** Twice is once. */
  stop(): Promise<void> {
    return this.channel.stop();
  }
}
