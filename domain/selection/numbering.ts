/** Gives equal keys the same small number. */
export class Numbering {
  private readonly numbers = new Map<string, number>();

  of(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.numbers.size);
    return this.numbers.size - 1;
  }

  get size(): number {
    return this.numbers.size;
  }
}

/** Numbers the makes of items: kind and brand together. */
export function makesOf(
  kinds: Int32Array,
  brands: Int32Array,
): { makes: Int32Array; makeKinds: Int32Array; makeBrands: Int32Array } {
  const numbering = new Numbering();
  const makeKinds: number[] = [];
  const makeBrands: number[] = [];
  const makes = kinds.map((kind, index) => {
    const make = numbering.of(`${kind} ${brands[index]}`);
    makeKinds[make] = kind;
    makeBrands[make] = brands[index]!;
    return make;
  });
  return { makes, makeKinds: Int32Array.from(makeKinds), makeBrands: Int32Array.from(makeBrands) };
}
