import type { PreparedCatalog } from '../catalog';
import type { Deed } from '../model/types';
import { drawn, hashOf, priorShare } from './exploration';
import { bounded, feedbackOf, type Saying } from './feedback';
import type { PreparedModel } from './prepared';

/** A weighted part, by index of the item. */
export type PartOf = (index: number) => number;
const nothing: PartOf = () => 0;

/** Shares of learning's weight: what customers keep counts more than what is tried out or what things cost. */
const explorationShare = 0.25;
const priceShare = 0.05;
/** Prices say something from so many liked items on. */
const fewestPrices = 2;

/** The most that these parts can be. */
export const mostPrice = (weight: number): number => priceShare * weight;
export const mostExploration = (weight: number): number => explorationShare * weight * (1 - priorShare);

/** More of what the customer praised, less of what they turned down, by kind and brand. */
export function feedbackPart(catalog: PreparedCatalog, sayings: readonly Saying[], weight: number): PartOf {
  if (sayings.length === 0) return nothing;
  const { kinds, brands } = feedbackOf(catalog, sayings);
  const { makes, makeKinds, makeBrands } = catalog;
  const ofMake = new Float64Array(makeKinds.length);
  for (let make = 0; make < ofMake.length; make += 1) {
    const [kind, brand] = [makeKinds[make]!, makeBrands[make]!];
    ofMake[make] = weight * bounded(kinds[kind]! + (brand < 0 ? 0 : brands[brand]!));
  }
  return (index) => ofMake[makes[index]!]!;
}

/** Acceptance above or below that of a typical item: what is known of it and, with a seed, drawn for items that are new. */
export function explorationPart(prepared: PreparedModel | null, seed: string | undefined, weight: number): PartOf {
  if (!prepared) return nothing;
  const { means, doubts, skuHashes } = prepared;
  const share = explorationShare * weight;
  if (seed === undefined) return (index) => share * (means[index]! - priorShare);
  const seedHash = hashOf(seed);
  return (index) => share * (drawn(means[index]!, doubts[index]!, seedHash ^ skuHashes[index]!) - priorShare);
}

/** Most for the usual price of what the customer liked (in the geometric mean), half of it for twice or half that price. */
export function pricePart(catalog: PreparedCatalog, deeds: readonly Deed[], weight: number): PartOf {
  const logs: number[] = [];
  for (const { sku, kind, stars } of deeds) {
    const index = catalog.indexBySku.get(sku);
    const cents = index === undefined ? 0 : catalog.prices[index]!;
    if (cents > 0 && kind === 'rated' && (stars ?? 0) >= 4) logs.push(Math.log(cents));
  }
  if (logs.length < fewestPrices) return nothing;
  const { prices } = catalog;
  const usual = Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  return (index) => {
    const priceCents = prices[index]!;
    return weight * priceShare * (priceCents < usual ? priceCents / usual : usual / priceCents);
  };
}
