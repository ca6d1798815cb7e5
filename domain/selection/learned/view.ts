import type { PreparedCatalog } from '../catalog';
import { features, type Remembered } from '../model/features';
import { remember } from '../model/history';
import type { SelectionModel } from '../model/model';
import { opinionsOf } from '../model/opinion';
import type { Deed } from '../model/types';
import type { SelectionHistory } from '../types';
import { type Saying, sayingsOf } from './feedback';
import type { LearnedPart } from './names';
import { explorationPart, feedbackPart, type PartOf, pricePart } from './parts';
import { preparedFor, type PreparedModel } from './prepared';

/**
 * What learning says about each item of a catalog for one customer. Good until the next view of the same catalog and
 * model: the model's arrays are written again.
 */
export interface LearnedView {
  /** By index, the sum of the learned parts. */
  sums: Float64Array;
  /** The weighted parts of item `index`; they are summed up in `sums`. */
  partsOf(index: number): Record<LearnedPart, number>;
  /** What the customer said, newest first. */
  sayings: Saying[];
  /** What the model remembers of the customer, newest first, and the model itself; null without one. */
  remembered: (Remembered & { sku: string })[];
  prepared: PreparedModel | null;
}

export interface LearnedInputs {
  model?: SelectionModel | undefined;
  /** Oldest first, and as new as can be: they count at once, also those that the model was not trained on. */
  deeds?: readonly Deed[] | undefined;
  /** Of exploration; without one nothing is explored. */
  seed?: string | undefined;
}

/** Null when there is nothing to learn from. `weight` is the most that the model's parts can set two items apart. */
export function learnedView(
  catalog: PreparedCatalog,
  weight: number,
  history: SelectionHistory,
  isEligible: (index: number) => boolean,
  { model, deeds = [], seed }: LearnedInputs,
): LearnedView | null {
  if (weight === 0 || (!model && deeds.length === 0)) return null;
  const prepared = model ? preparedFor(catalog, model) : null;
  const remembered = prepared ? rememberedOf(prepared, deeds, history) : [];
  const sayings = sayingsOf(catalog, deeds, history);
  const scores = prepared?.ranker.rank(remembered) ?? null;
  const scale = prepared && scores ? scaleOf(scores, prepared.model.typicalSpread, weight, isEligible) : 0;
  const others = {
    feedback: feedbackPart(catalog, sayings, weight),
    price: pricePart(catalog, deeds, weight),
    exploration: explorationPart(prepared, seed, weight),
  };
  return {
    sums: sumsOf(catalog.items.length, scores, scale, Object.values(others)),
    partsOf: (index) => ({
      ...modelParts(prepared, scale, index),
      feedback: others.feedback?.(index) ?? 0,
      price: others.price?.(index) ?? 0,
      exploration: others.exploration?.(index) ?? 0,
    }),
    sayings,
    remembered,
    prepared,
  };
}

/** What the customer took, newest first. Boxes that are only in the history count as older than every deed. */
function rememberedOf(
  prepared: PreparedModel,
  deeds: readonly Deed[],
  history: SelectionHistory,
): LearnedView['remembered'] {
  const { find, standInOf } = prepared;
  const known = new Set(deeds.map(({ sku }) => standInOf(sku)));
  const firstAtMs = deeds[0]?.atMs ?? 0;
  const boxes = history.sentSkus
    .filter((sku) => !known.has(standInOf(sku)))
    .map((sku): Deed => ({ sku, kind: 'sent', atMs: firstAtMs }));
  const liked = opinionsOf([...boxes, ...deeds], standInOf).filter(({ strength }) => strength > 0);
  return remember(liked, find);
}

/**
 * Sets the customer's best and worst eligible items at most `weight` apart, and less than that when the model has less
 * to say about them than about a typical customer.
 */
function scaleOf(
  scores: Float64Array,
  typicalSpread: number,
  weight: number,
  isEligible: (index: number) => boolean,
): number {
  let [least, most] = [Infinity, -Infinity];
  for (let index = 0; index < scores.length; index += 1) {
    const score = scores[index]!;
    if ((score < least || score > most) && isEligible(index)) {
      if (score < least) least = score;
      if (score > most) most = score;
    }
  }
  return most < least ? 0 : weight / Math.max(most - least, typicalSpread, 1e-9);
}

function sumsOf(
  size: number,
  scores: Float64Array | null,
  scale: number,
  others: readonly (PartOf | null)[],
): Float64Array {
  const sums = new Float64Array(size);
  if (scores) for (let index = 0; index < size; index += 1) sums[index] = scale * scores[index]!;
  for (const part of others) {
    if (part) for (let index = 0; index < size; index += 1) sums[index]! += part(index);
  }
  return sums;
}

type ModelPart = (typeof features)[number]['part'];

function modelParts(prepared: PreparedModel | null, scale: number, index: number): Record<ModelPart, number> {
  const parts: Record<ModelPart, number> = { companions: 0, taste: 0, attributes: 0, popularity: 0 };
  if (!prepared) return parts;
  const { model, ranker } = prepared;
  features.forEach(({ name, part }, feature) => {
    parts[part] += scale * model.weights[feature]! * ranker.reader.columns[name][index]!;
  });
  return parts;
}
