import type { Database } from '#db/pool';
import { readProgram } from '#db/catalog/programs';
import {
  readSearchChanges,
  readSearchDocuments,
  type SearchChanges,
  streamSearchDocuments,
} from '#db/search/searchCatalog';
import { ProgramIndex } from './programIndex';
import { inSlices } from './slices';
import { hourMs } from '#domain/time';

/** Changes are kept for a day: an index that has not followed for half of one is made anew. */
const followableMs = 12 * hourMs;
/** Items that are read at once. */
const batchSize = 1_000;
/** Above every transaction: to read where things stand, and no changes. */
const noChanges = '9223372036854775807';

/**
 * The index of one program, and how far it has followed the catalog.
 *
 * Invariant: after `follow` resolves, every change that had committed when it was called is in `index`. It reads changes of
 * transactions from `mark` on, where `mark` is below everything that was still under way at the read before: nothing is
 * missed, whoever slept or was slow, and what is seen again changes nothing. Reading an item is what counts, not the
 * order of its changes, so that two processes end with the same.
 */
export class FollowedIndex {
  private mark = noChanges;
  /** Changes above `mark` that are in already: a long transaction elsewhere holds the mark back. */
  private seen = new Set<number>();
  private hasOwnItems = false;
  private followedAtMs = 0;
  private current: ProgramIndex | null = null;
  private underWay: Promise<ProgramIndex | null> | null = null;
  private next: Promise<ProgramIndex | null> | null = null;

  constructor(
    private readonly db: Database,
    private readonly programId: string,
  ) {}

  /** As followed last; null until it was made, or when there is no such program. */
  get index(): ProgramIndex | null {
    return this.current;
  }

  /** One at a time; a call while one is under way is answered by one that begins after it. */
  follow(): Promise<ProgramIndex | null> {
    if (!this.underWay) {
      this.underWay = this.step().finally(() => {
        this.underWay = null;
      });
      return this.underWay;
    }
    this.next ??= this.underWay
      .catch(() => null)
      .then(() => {
        this.next = null;
        return this.follow();
      });
    return this.next;
  }

  private async step(): Promise<ProgramIndex | null> {
    if (!this.current || Date.now() - this.followedAtMs > followableMs) return this.build();
    const atMs = Date.now();
    const found = await readSearchChanges(this.db, this.programId, this.mark);
    const skus = new Set(found.changes.filter(({ id }) => !this.seen.has(id)).map(({ sku }) => sku));
    // With the first item of a program's own, the samples leave; nobody tells of each.
    if (found.hasOwnItems !== this.hasOwnItems || (skus.has(null) && !(await this.isAsPublished())))
      return this.build();
    skus.delete(null);
    await this.apply(this.current, [...skus] as string[]);
    this.remember(found, atMs);
    return this.current;
  }

  private async isAsPublished(): Promise<boolean> {
    const program = await readProgram(this.db, this.programId);
    return program !== null && this.current?.republish(program) === true;
  }

  /** Beside the one in use, which answers until the new one is whole. */
  private async build(): Promise<ProgramIndex | null> {
    const atMs = Date.now();
    // Before anything else is read: what changes meanwhile is found by the next step.
    const standing = await readSearchChanges(this.db, this.programId, noChanges);
    const program = await readProgram(this.db, this.programId);
    if (!program) return (this.current = null);
    const index = new ProgramIndex(program);
    for await (const page of streamSearchDocuments(this.db, this.programId)) {
      await inSlices(page, (document) => index.put(document));
    }
    this.current = index;
    this.remember(standing, atMs);
    return index;
  }

  private async apply(index: ProgramIndex, skus: string[]): Promise<void> {
    for (let from = 0; from < skus.length; from += batchSize) {
      const batch = skus.slice(from, from + batchSize);
      const documents = await readSearchDocuments(this.db, this.programId, batch);
      const there = new Set(documents.map(({ sku }) => sku));
      await inSlices(documents, (document) => index.put(document));
      for (const sku of batch) if (!there.has(sku)) index.drop(`${this.programId}/${sku}`);
    }
  }

  private remember({ mark, hasOwnItems, changes }: SearchChanges, atMs: number): void {
    const from = BigInt(mark);
    this.seen = new Set(changes.filter(({ tx }) => BigInt(tx) >= from).map(({ id }) => id));
    this.mark = mark;
    this.hasOwnItems = hasOwnItems;
    this.followedAtMs = atMs;
  }
}
