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
  let state = hash(seed.join('/'));
  /** mulberry32: 32 bits of state are plenty for some hundred draws. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
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

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
