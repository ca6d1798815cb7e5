import { sqlStateOf } from '#db/sqlState';
import { Refusal } from '../refusal';
import type { EventBatch, StoreBatches } from './group';
import type { EventMetrics } from './metrics';
import type { EventSettings } from './settings';

interface Waiting {
  batch: EventBatch;
  size: number;
  resolve: (added: number) => void;
  reject: (error: unknown) => void;
}

/** SQLSTATE class 22: a value that Postgres does not take. One such event must not keep other requests' events out. */
const isBadValue = (error: unknown): boolean => sqlStateOf(error).startsWith('22');

/**
 * Takes the events of all requests of this process and makes them durable together: while one commit is under way, what
 * comes in waits for the next, so that a commit's cost is shared the more, the busier it gets.
 *
 *   request ─▶ waiting (bounded) ─▶ one transaction at a time ─▶ answer
 *
 * Invariants: a request is answered only after the commit that its events are in; what does not fit into the queue is
 * refused before anything is done for it; a failed commit fails every request in it, and they send again.
 */
export class EventIntake {
  private readonly waiting: Waiting[] = [];
  /** Events in `waiting` and in the commit under way. */
  private held = 0;
  private isWriting = false;

  constructor(
    private readonly store: StoreBatches,
    private readonly metrics: EventMetrics,
    private readonly settings: Pick<EventSettings, 'maxWaiting' | 'maxCommitted'>,
  ) {}

  /** @throws Refusal `TooManyEvents` when `count` events more would wait than may; an idle process takes any batch. */
  requireRoom(count: number): void {
    if (this.held === 0 || this.held + count <= this.settings.maxWaiting) return;
    this.metrics.deferred.inc(count);
    // A full queue is about two seconds of work.
    throw new Refusal('TooManyEvents', 'too many events wait to be stored; none of these was taken', {
      retryAfterSeconds: 2,
    });
  }

  /** Stores a batch for which there was room; resolves, once all of it is durable, with how many events were new. */
  add(batch: EventBatch): Promise<number> {
    const size = batch.events.length + batch.dead.length;
    this.hold(size);
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, size, resolve, reject });
      if (!this.isWriting) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) await this.commit(this.nextGroup());
    this.isWriting = false;
  }

  private nextGroup(): Waiting[] {
    let size = 0;
    let count = 0;
    for (const { size: next } of this.waiting) {
      if (count > 0 && size + next > this.settings.maxCommitted) break;
      size += next;
      count++;
    }
    return this.waiting.splice(0, count);
  }

  /** Settles every request of the group, and never throws. */
  private async commit(group: Waiting[]): Promise<void> {
    try {
      const added = await this.store(group.map(({ batch }) => batch));
      const size = group.reduce((sum, each) => sum + each.size, 0);
      this.metrics.committed.observe(size);
      this.hold(-size);
      for (const [n, { resolve }] of group.entries()) resolve(added[n] ?? 0);
    } catch (error) {
      if (group.length > 1 && isBadValue(error)) {
        for (const each of group) await this.commit([each]);
        return;
      }
      for (const { size, reject } of group) {
        this.hold(-size);
        reject(error);
      }
    }
  }

  private hold(count: number): void {
    this.held += count;
    this.metrics.waiting.set(this.held);
  }
}
