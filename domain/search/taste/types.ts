import type { Deed } from '../../selection/model/types';

/** What taste is told from: an item, as far as it says something of who chose it. */
export interface TasteItem {
  brand: string | null;
  categoryPath: string[];
  /** List price in minor units. */
  priceCents: number | null;
  ageMinYears: number | null;
  ageMaxYears: number | null;
  /** As the label reads. */
  size?: string | null;
}

/** A deed and the item that it was done with; null: the program does not have it any more. */
export interface TasteDeed {
  deed: Deed;
  item: TasteItem | null;
}

/**
 * What a customer's deeds add up to: sums of strengths, above 0 for what they took and below for what they turned down.
 * Plain JSON, since it is stored. Names are as in `TasteProfile`.
 */
export interface TasteSums {
  brands: Record<string, number>;
  categories: Record<string, number>;
  skus: Record<string, number>;
  sizes: Record<string, number>;
  /** By year. */
  ages: Record<string, number>;
  /** Of what they took: strength, and strength times the logarithm of the price in minor units and its square. */
  price: { strength: number; logarithms: number; squares: number };
  /** How many deeds are in it. */
  deeds: number;
}
