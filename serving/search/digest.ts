import { createHash } from 'node:crypto';

/** 48 bits: sums of two stay exact in a number. */
const hexDigits = 12;
const modulus = 2 ** 48;

/** A number that stands for a text, the same in every process. */
const digestOf = (text: string): number =>
  Number.parseInt(createHash('sha1').update(text).digest('hex').slice(0, hexDigits), 16);

/** A short text that stands for a value, whatever the order of its keys. */
export const fingerprint = (value: unknown): string => digestOf(stable(value)).toString(36);

/** As JSON with the keys of every object in one order. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

/**
 * Stands for a set of texts by key. Invariant: it depends on what is in the set only, never on the order in which that came,
 * so two processes that hold the same have the same sum.
 */
export class SetDigest {
  private readonly digests = new Map<string, number>();
  private sum = 0;

  /** False when that is what the set had already. */
  put(key: string, text: string): boolean {
    const digest = digestOf(`${key}\n${text}`);
    const before = this.digests.get(key);
    if (before === digest) return false;
    this.digests.set(key, digest);
    this.sum = (this.sum + digest - (before ?? 0) + modulus) % modulus;
    return true;
  }

  /** False when there was no such key. */
  drop(key: string): boolean {
    const before = this.digests.get(key);
    if (before === undefined) return false;
    this.digests.delete(key);
    this.sum = (this.sum - before + modulus) % modulus;
    return true;
  }

  get text(): string {
    return `${this.digests.size.toString(36)}-${this.sum.toString(36)}`;
  }
}
