import { armsOf } from '#domain/experiments/assign';
import { searchUsesTaste } from '#domain/experiments/rules';
import type { Program, SizingRules } from '#domain/program/types';
import type { TasteProfile } from '#domain/search/types';
import type { Database } from '#db/pool';
import type { TasteOf } from '#db/search/taste';
import type { SelectionChanges } from '../cache/changes';
import { CustomerCache } from '../cache/customerCache';
import { type KnownTaste, readTaste, type TasteMoment } from './readTaste';
import { fingerprint } from './digest';
import { minuteMs } from '#domain/time';

/** The taste that counts in an answer. */
export interface Taste {
  /** False: the customer turned it off for good, and nothing of them was read. */
  wanted: boolean;
  profile: TasteProfile | null;
  /** Equal tastes have equal ones; of none it is `noTaste`. */
  hash: string;
  /** What it was made of; null where nothing was read. */
  asOf: TasteMoment | null;
  /** True: an experiment had the customer search without it. */
  triedWithout?: boolean;
}

export const noTaste = '';
export const tasteless: Taste = { wanted: true, profile: null, hash: noTaste, asOf: null };
export const triedWithout: Taste = { ...tasteless, triedWithout: true };
const unwanted: Taste = { ...tasteless, wanted: false };

/** Off means off: nothing was read but the setting. */
export const tasteOf = ({ allowed, profile, asOf }: KnownTaste): Taste =>
  allowed ? { wanted: true, profile, hash: profile ? fingerprint(profile) : noTaste, asOf } : unwanted;

/** Does no experiment have this customer search without their taste? */
export const tasteCounts = ({ experiments }: Program, customerId: string, atMs: number): boolean =>
  searchUsesTaste(experiments, armsOf(experiments, customerId, atMs));

/** Of one customer; whoever has more sessions at once makes them up. */
const keptSessions = 8;
/** No message tells of views and clicks: what was looked at in the session shows after this, ms. */
const sessionKeptMs = 1_000;
/** Without a session, a taste is read again after this, ms, beside the answer that asks for it... */
const freshMs = 30_000;
/** ...and before the answer when it is older than this. */
const keptMs = minuteMs;

interface Kept {
  taste: Taste;
  readAtMs: number;
}

/** Whose taste is asked for, and in which session of theirs. */
export interface TasteQuestion extends TasteOf {
  /** Of the program, where its items come in sizes. */
  sizing?: SizingRules | undefined;
  sessionId: string | null;
  /** Of the first page, when this is another one: what was done since must not move items from page to page. */
  asOf: TasteMoment | null;
}

const isSame = (one: TasteMoment | null, other: TasteMoment): boolean =>
  one?.seenBy === other.seenBy && one.size === other.size;

/** Tastes of customers, kept for a moment: whoever types asks several times a second. */
export class Tastes {
  private readonly kept: CustomerCache<Kept>;

  constructor(
    private readonly db: Database,
    changes: SelectionChanges,
  ) {
    this.kept = new CustomerCache(changes, keptSessions);
  }

  async of(question: TasteQuestion, nowMs: number): Promise<Taste> {
    const { customerId, programId, sessionId, asOf } = question;
    const key = `${programId} ${sessionId ?? ''}`;
    const kept = this.kept.get(customerId, key);
    if (asOf) return kept && isSame(kept.taste.asOf, asOf) ? kept.taste : this.asItWas(question, asOf, key, nowMs);
    const readAnew = () => this.read(question, key, nowMs);
    const ageMs = kept ? nowMs - kept.readAtMs : Infinity;
    if (!kept || ageMs >= (sessionId === null ? keptMs : sessionKeptMs)) return (await readAnew()).taste;
    if (ageMs >= freshMs) {
      kept.readAtMs = nowMs; // once is enough
      readAnew().catch(() => undefined); // the next one to ask tries again
    }
    return kept.taste;
  }

  /** Apart from the taste of now: what is old on purpose must not pass for fresh. */
  private async asItWas(question: TasteQuestion, asOf: TasteMoment, keyOfNow: string, nowMs: number): Promise<Taste> {
    const key = `${keyOfNow} ${asOf.seenBy} ${asOf.size ?? ''}`;
    return (this.kept.get(question.customerId, key) ?? (await this.read(question, key, nowMs))).taste;
  }

  private read({ customerId, programId, ...options }: TasteQuestion, key: string, nowMs: number): Promise<Kept> {
    return this.kept.make(customerId, key, async () => ({
      taste: tasteOf(await readTaste(this.db, { customerId, programId }, options)),
      readAtMs: nowMs,
    }));
  }
}
