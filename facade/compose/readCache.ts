import type { Reading } from '../ports';
import type { ReadPolicy } from './policies';

interface Entry<T> {
  value: T;
  /** When the partner was asked, not when it answered: the value may be as old as the question. */
  askedAtMs: number;
}

/**
 * Answers of one read, by key, and who is asking for them now.
 *
 *   younger than freshMs   served from the cache
 *   up to staleMs          served at once as stale, and asked for again in the background
 *   older, or never asked  the partner is waited for; its fault is the caller's
 *
 * So while the partner is down every read is answered, and says how old, until what is known is too old to act on.
 */
export class ReadCache<T> {
  /** Least lately used first: a Map keeps the order in which keys were set. */
  private readonly entries = new Map<string, Entry<T>>();
  private readonly asking = new Map<string, Promise<Entry<T>>>();

  /** @param nowMs a clock that never goes back, whatever its origin */
  constructor(
    private readonly policy: Pick<ReadPolicy, 'cache' | 'coalesce'>,
    private readonly nowMs: () => number,
  ) {}

  async read(key: string, ask: () => Promise<T>): Promise<Reading<T>> {
    const { freshMs, staleMs } = this.policy.cache;
    const known = this.entries.get(key);
    const ageMs = known ? this.nowMs() - known.askedAtMs : Infinity;
    if (!known || ageMs > staleMs) {
      const { value, askedAtMs } = await this.refresh(key, ask);
      return { value, ageMs: this.nowMs() - askedAtMs, source: 'fresh' };
    }
    this.keep(key, known);
    if (ageMs <= freshMs) return { value: known.value, ageMs, source: 'cache' };
    // The caller has its answer; a fault of the partner is the observer's to tell, and the next read tries again.
    this.refresh(key, ask).catch(() => undefined);
    return { value: known.value, ageMs, source: 'stale' };
  }

  private refresh(key: string, ask: () => Promise<T>): Promise<Entry<T>> {
    const underWay = this.policy.coalesce ? this.asking.get(key) : undefined;
    if (underWay) return underWay;
    const refreshed = this.ask(key, ask).finally(() => {
      if (this.asking.get(key) === refreshed) this.asking.delete(key);
    });
    this.asking.set(key, refreshed);
    return refreshed;
  }

  private async ask(key: string, ask: () => Promise<T>): Promise<Entry<T>> {
    const askedAtMs = this.nowMs();
    const entry = { value: await ask(), askedAtMs };
    const known = this.entries.get(key);
    // Without coalescing, a later question may have been answered first.
    if (!known || known.askedAtMs <= askedAtMs) this.keep(key, entry);
    return entry;
  }

  private keep(key: string, entry: Entry<T>): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size <= this.policy.cache.maxEntries) return;
    const leastLatelyUsed = this.entries.keys().next();
    if (!leastLatelyUsed.done) this.entries.delete(leastLatelyUsed.value);
  }
}
