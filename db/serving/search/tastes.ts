import { armsOf } from '../../../domain/experiments/assign';
import { searchUsesTaste } from '../../../domain/experiments/rules';
import type { Program } from '../../../domain/program/types';
import type { TasteProfile } from '../../../domain/search/types';
import type { Database } from '../../pool';
import { readCustomerSettings } from '../../queries/customerSettings';
import { SelectionChanges } from '../changes';
import { Lru } from '../lru';
import { readTaste } from '../taste';
import { fingerprint } from './digest';

/** The taste that counts in an answer. */
export interface Taste {
  /** False: the customer turned it off for good, and nothing of them was read. */
  wanted: boolean;
  profile: TasteProfile | null;
  /** Equal tastes have equal ones; of none it is `noTaste`. */
  hash: string;
  /** True: an experiment had the customer search without it. */
  triedWithout?: boolean;
}

export const noTaste = '';
export const tasteless: Taste = { wanted: true, profile: null, hash: noTaste };
export const triedWithout: Taste = { ...tasteless, triedWithout: true };
const unwanted: Taste = { ...tasteless, wanted: false };

export const tasteOf = (profile: TasteProfile | null): Taste =>
  profile ? { wanted: true, profile, hash: fingerprint(profile) } : tasteless;

/** Does no experiment have this customer search without their taste? */
export const tasteCounts = ({ experiments }: Program, customerId: string, atMs: number): boolean =>
  searchUsesTaste(experiments, armsOf(experiments, customerId, atMs));

/** Tastes of this many customers are kept: a few kB each. */
const keptCustomers = 5_000;
/** Of one customer; whoever has more sessions at once makes them up. */
const keptSessions = 8;
/** No message tells of views and clicks: what was looked at in the session shows after this, ms. */
const sessionKeptMs = 1_000;
/** Without a session, a taste is read again after this, ms, beside the answer that asks for it... */
const freshMs = 30_000;
/** ...and before the answer when it is older than this. */
const keptMs = 60_000;

interface Kept {
  taste: Taste;
  readAtMs: number;
}

/**
 * Tastes of customers, kept for a moment: whoever types asks several times a second. What a customer did or decided drops
 * theirs by a message; while messages are not heard, nothing is kept.
 */
export class Tastes {
  private readonly kept = new Lru<Map<string, Kept>>(keptCustomers);
  private readonly changes: SelectionChanges;
  /** Messages heard so far: a taste that was being read while one came may be stale, and is not kept. */
  private heard = 0;

  constructor(private readonly db: Database) {
    this.changes = new SelectionChanges(db, {
      customerActed: (customerId) => this.forget(() => this.kept.delete(customerId)),
      modelPublished: () => this.forget(() => this.kept.clear()),
      missed: () => this.forget(() => this.kept.clear()),
    });
  }

  start(): void {
    this.changes.start();
  }

  stop(): Promise<void> {
    return this.changes.stop();
  }

  async of(customerId: string, programId: string, sessionId: string | null, nowMs: number): Promise<Taste> {
    const key = `${programId} ${sessionId ?? ''}`;
    const kept = this.changes.isListening ? this.kept.get(customerId)?.get(key) : undefined;
    const readAnew = async (): Promise<Taste> => {
      const heardBefore = this.heard;
      const taste = await this.read(customerId, programId, sessionId);
      if (this.changes.isListening && heardBefore === this.heard) {
        this.keep(customerId, key, { taste, readAtMs: nowMs });
      }
      return taste;
    };
    const ageMs = kept ? nowMs - kept.readAtMs : Infinity;
    if (!kept || ageMs >= (sessionId === null ? keptMs : sessionKeptMs)) return readAnew();
    if (ageMs >= freshMs) {
      kept.readAtMs = nowMs; // once is enough
      readAnew().catch(() => undefined); // the next one to ask tries again
    }
    return kept.taste;
  }

  /** Off means off: the setting is read first, and then nothing else. */
  private async read(customerId: string, programId: string, sessionId: string | null): Promise<Taste> {
    const { personalization } = await readCustomerSettings(this.db, customerId);
    return personalization ? tasteOf(await readTaste(this.db, customerId, programId, sessionId)) : unwanted;
  }

  private keep(customerId: string, key: string, kept: Kept): void {
    const ofCustomer = this.kept.get(customerId) ?? new Map<string, Kept>();
    if (ofCustomer.size >= keptSessions) ofCustomer.clear();
    ofCustomer.set(key, kept);
    this.kept.set(customerId, ofCustomer);
  }

  private forget(drop: () => void): void {
    this.heard += 1;
    drop();
  }
}
