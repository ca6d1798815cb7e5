import type { Queryable } from '#db/pool';
import { addSearchTexts, type TextCount } from '#db/search/searchTexts';
import { Lru } from '#serving/cache/lru';

/** Texts that are watched at a time, of all programs. */
const watchedTexts = 5_000;
/** What fewer customers typed may say who they are: it is never written. */
const leastCustomers = 3;
/** Longer ones are not what many type. */
const longestText = 60;

interface Watched {
  programId: string;
  text: string;
  /** Who typed it, until there are enough; then nobody. */
  customers: Set<string> | null;
  searches: number;
}

/**
 * Counts what is searched for, so that frequent searches can be answered ahead. Who searched is known here only until
 * enough customers have typed the same, and is never written.
 */
export class FrequentTexts {
  private watched = new Lru<Watched>(watchedTexts);
  private ready = new Map<string, TextCount>();

  count(programId: string, text: string, customerId: string): void {
    const folded = text.toLowerCase();
    if (folded === '' || folded.length > longestText) return;
    const key = `${programId}\n${folded}`;
    const one: Watched = this.watched.get(key) ?? {
      programId,
      text: folded,
      customers: new Set<string>(),
      searches: 0,
    };
    one.searches += 1;
    one.customers?.add(customerId);
    this.watched.set(key, one);
    if (one.customers && one.customers.size < leastCustomers) return;
    one.customers = null;
    const searches = one.searches + (this.ready.get(key)?.searches ?? 0);
    one.searches = 0;
    this.ready.set(key, { programId, text: folded, searches });
  }

  /** Adds what was counted to the table. What cannot be written is lost: these are hints, not facts. */
  async flush(db: Queryable): Promise<void> {
    const counts = [...this.ready.values()];
    this.ready = new Map();
    await addSearchTexts(db, counts).catch(() => undefined);
  }
}
