import { seededRandom } from '#domain/numbers/random';
import { fnv1a } from '#domain/numbers/hash';

/** Numbers that look random and are the same for the same seed: a demo can be shown again as it was. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** One of the values. */
  pick<T>(values: readonly T[]): T;
  /** Up to `count` different values, in random order. */
  sample<T>(values: readonly T[], count: number): T[];
}

export function randomOf(...seed: (string | number)[]): Random {
  const next = seededRandom(fnv1a(seed.join('/')));
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(next() * values.length)];
    if (value === undefined) throw new RangeError('there is nothing to pick from');
    return value;
  };
  const sample = <T>(values: readonly T[], count: number): T[] => {
    const left = [...values];
    const taken: T[] = [];
    while (taken.length < count && left.length > 0) taken.push(...left.splice(Math.floor(next() * left.length), 1));
    return taken;
  };
  return { next, pick, sample };
}
