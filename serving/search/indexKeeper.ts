import type { Database } from '#db/pool';
import { listPrograms } from '#db/catalog/programs';
import { Channel } from '../cache/channel';
import { FollowedIndex } from './followedIndex';
import type { ProgramIndex } from './programIndex';

/** Messages may be lost with a connection that nobody noticed: so often it is looked at without one. */
const lookEveryMs = 15_000;

/** The index is being made: a moment later there is an answer. */
export class IndexNotReady extends Error {
  override readonly name = 'IndexNotReady';
}

/**
 * The search indexes of this process, one per program, from Postgres.
 *
 * Once started it builds them in the background and follows the catalog by the messages of its triggers (migration 0010).
 * While it does not listen (not started, or its connection is away), whoever asks for an index has it follow first.
 */
export class IndexKeeper {
  private readonly followed = new Map<string, FollowedIndex>();
  private readonly channel: Channel;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  /** In the background one program at a time, so that what else the process does gets its turn. */
  private background: Promise<unknown> = Promise.resolve();
  private readonly queued = new Set<string>();

  constructor(private readonly db: Database) {
    this.channel = new Channel(db, 'search', {
      heard: (programId) => this.followSoon(programId),
      missed: () => this.lookAtAll(),
    });
  }

  start(): void {
    this.channel.start();
    this.timer ??= setInterval(() => this.lookAtAll(), lookEveryMs).unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.channel.stop();
    await this.background;
  }

  /**
   * Null when there is no such program.
   * @throws IndexNotReady when it is still being made after `patienceMs`.
   */
  async of(programId: string, patienceMs = Infinity): Promise<ProgramIndex | null> {
    const known = this.followed.get(programId);
    if (known?.index && this.channel.isListening) return known.index;
    const followed = known ?? new FollowedIndex(this.db, programId);
    this.followed.set(programId, followed);
    const index = await within(patienceMs, followed.follow());
    // Anybody can ask for any name: that there is none of it is not kept.
    if (!index && this.followed.get(programId) === followed) this.followed.delete(programId);
    return index;
  }

  /** The indexes that are made, for the metrics. */
  sizes(): { programId: string; items: number }[] {
    return [...this.followed].flatMap(([programId, { index }]) => (index ? [{ programId, items: index.size }] : []));
  }

  private lookAtAll(): void {
    listPrograms(this.db).then(
      (programs) => programs.forEach(({ id }) => this.followSoon(id)),
      () => undefined, // Postgres is down: the channel says so, and the next look is soon
    );
  }

  private followSoon(programId: string): void {
    if (this.stopped || this.queued.has(programId)) return;
    this.queued.add(programId);
    this.background = this.background.then(async () => {
      this.queued.delete(programId);
      const followed = this.followed.get(programId) ?? new FollowedIndex(this.db, programId);
      this.followed.set(programId, followed);
      // What failed is tried again at the next message or look; until then the index is what it was.
      await followed.follow().catch(() => undefined);
    });
  }
}

async function within<T>(patienceMs: number, asked: Promise<T>): Promise<T> {
  if (patienceMs === Infinity) return asked;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new IndexNotReady('the search index is being made')), patienceMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
    asked.catch(() => undefined); // whoever waits longer hears of it
  }
}
