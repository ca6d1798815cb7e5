import type { PreparedCatalog } from '../catalog';
import { features, type Remembered } from '../model/features';
import { remember } from '../model/history';
import type { SelectionModel } from '../model/model';
import { opinionsOf } from '../model/opinion';
import type { Deed } from '../model/types';
import type { SelectionHistory } from '../types';
import { type Saying, sayingsOf } from './feedback';
import type { LearnedPart } from './names';
import { explorationPart, feedbackPart, mostExploration, mostPrice, type PartOf, pricePart } from './parts';
import { preparedFor, type PreparedModel } from './prepared';

/**
 * What learning says about each item of a catalog for one customer. Good until the next view of the same catalog and
 * model: the model's arrays are written again.
 */
export interface LearnedView {
  /** By index, the sum of the model's parts and of feedback; of eligible items only. */
  sums: Float64Array;
  /** The sum of the other learned parts of item `index`, and the most that it can be. */
  fine: PartOf;
  mostFine: number;
  /** The weighted parts of item `index`. */
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
  eligible: Int32Array,
  { model, deeds = [], seed }: LearnedInputs,
): LearnedView | null {
  if (weight === 0 || (!model && deeds.length === 0)) return null;
  const prepared = model ? preparedFor(catalog, model) : null;
  const remembered = prepared ? rememberedOf(prepared, deeds, history) : [];
  const sayings = sayingsOf(catalog, deeds, history);
  const scores = prepared?.ranker.rank(remembered, eligible) ?? new Float64Array(catalog.items.length);
  const scale = prepared ? scaleOf(scores, prepared.model.typicalSpread, weight, eligible) : 0;
  const feedback = feedbackPart(catalog, sayings, weight);
  const price = pricePart(catalog, deeds, weight);
  const exploration = explorationPart(prepared, seed, weight);
  // The scores are the ranker's to write again: what is added to them here needs no array of its own.
  for (let at = 0; at < eligible.length; at += 1) {
    const index = eligible[at]!;
    scores[index] = scale * scores[index]! + feedback(index);
  }
  const partsOf = remembering((index: number) => ({
    ...modelParts(prepared, scale, index),
    feedback: feedback(index),
    price: price(index),
    exploration: exploration(index),
  }));
  return {
    sums: scores,
    fine: (index) => price(index) + exploration(index),
    mostFine: mostPrice(weight) + mostExploration(weight),
    partsOf,
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
function scaleOf(scores: Float64Array, typicalSpread: number, weight: number, eligible: Int32Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (let at = 0; at < eligible.length; at += 1) {
    const score = scores[eligible[at]!]!;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  return most < least ? 0 : weight / Math.max(most - least, typicalSpread, 1e-9);
}

/** Parts are asked for again by each clause of a reason. */
function remembering<T>(partsOf: (index: number) => T): (index: number) => T {
  const known = new Map<number, T>();
  return (index) => {
    const parts = known.get(index) ?? partsOf(index);
    known.set(index, parts);
    return parts;
  };
}

type ModelPart = (typeof features)[number]['part'];

function modelParts(prepared: PreparedModel | null, scale: number, index: number): Record<ModelPart, number> {
  const parts: Record<ModelPart, number> = { companions: 0, taste: 0, attributes: 0, popularity: 0 };
  if (!prepared) return parts;
  const { model, ranker } = prepared;
  features.forEach(({ name, part }, feature) => {
    parts[part] += scale * model.weights[feature]! * ranker.reader.valueOf(name, index);
  });
  return parts;
}
