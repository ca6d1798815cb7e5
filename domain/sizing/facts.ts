import type { FitClass } from './model/types';

/** How many said too small, right, too large. */
export type FitCounts = [small: number, right: number, large: number];

/** What customers said of styles and brands, counted beside the model: a reason must be true, and a number is easily checked. */
export interface FitFacts {
  styles: Record<string, FitCounts>;
  brands: Record<string, FitCounts>;
  /** By position of the size: how often it was right for somebody. */
  kept: number[];
  /** How many fits were counted. */
  records: number;
}

export interface CountedFit {
  styleId: string;
  brand: string | null;
  position: number;
  fit: FitClass;
}

const places: Record<FitClass, 0 | 1 | 2> = { small: 0, fit: 1, large: 2 };

export class FitCounter {
  private readonly styles = new Map<string, FitCounts>();
  private readonly brands = new Map<string, FitCounts>();
  private readonly kept: number[];
  private records = 0;

  constructor(sizes: number) {
    this.kept = Array.from({ length: sizes }, () => 0);
  }

  add({ styleId, brand, position, fit }: CountedFit): void {
    this.records += 1;
    count(this.styles, styleId, fit);
    if (brand !== null) count(this.brands, brand, fit);
    if (fit === 'fit') this.kept[position] = (this.kept[position] ?? 0) + 1;
  }

  facts(): FitFacts {
    const { kept, records } = this;
    return { styles: Object.fromEntries(this.styles), brands: Object.fromEntries(this.brands), kept, records };
  }
}

function count(counts: Map<string, FitCounts>, key: string, fit: FitClass): void {
  const of = counts.get(key) ?? [0, 0, 0];
  of[places[fit]] += 1;
  counts.set(key, of);
}

/** A style of which everybody says the same is off by this many sizes. */
const mostOff = 1.5;
/** Imagined customers whom a style fits as its brand does, and a brand as all do. */
const stylePrior = 8;
const brandPrior = 20;

/**
 * By how many sizes a style wears larger than its label says; below 0 it runs small. The share of those who found it large
 * less those who found it small, shrunk towards the brand's, and that towards none.
 */
export function wearsLarger(facts: FitFacts | null, styleId: string, brand: string | null): number {
  if (!facts) return 0;
  const ofBrand = shrunk(brand === null ? undefined : own(facts.brands, brand), brandPrior, 0);
  return shrunk(own(facts.styles, styleId), stylePrior, ofBrand);
}

function shrunk(counts: FitCounts | undefined, prior: number, towards: number): number {
  if (!counts) return towards;
  const [small, right, large] = counts;
  return (mostOff * (large - small) + prior * towards) / (small + right + large + prior);
}

/** IDs come from a merchant's file: one may be named like a member of every object. */
export const own = <Value>(record: Record<string, Value>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
