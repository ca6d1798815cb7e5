import type { AttributeRows } from './attributes';
import { features, type ModelCore, type Remembered, type Slots } from './features';
import { FeatureReader } from './reader';
import type { ModelFacts } from './types';

/**
 * What training makes and serving reads. Items are numbered in the order of `skus` (of their hashes), where one SKU stands for
 * all sizes of a style.
 */
export interface SelectionModel extends ModelCore {
  facts: ModelFacts;
  skus: string[];
  /** The number of each SKU; sizes of a style have the same. Models that were trained before that have one for each size. */
  numbers: ReadonlyMap<string, number>;
  /** Per item: customers who kept or liked it, and customers who turned it down or disliked it. */
  kept: Int32Array;
  refused: Int32Array;
  /** The ensemble: a weight per entry of `features`. */
  weights: Float64Array;
  /** How far the scores of a typical customer's items lie apart, best to worst. */
  typicalSpread: number;
}

/** The SKU that stands for the item of this one in a model; the SKU itself where the model does not know it. */
export function standInOf({ numbers, skus }: SelectionModel, sku: string): string {
  const number = numbers.get(sku);
  return number === undefined ? sku : skus[number]!;
}

/** Adds up the ensemble's score of all slots for one customer after the other. */
export class Ranker {
  readonly reader: FeatureReader;
  readonly scores: Float64Array;

  constructor(
    core: ModelCore,
    readonly slots: Slots,
    private readonly weights: Float64Array,
  ) {
    this.reader = new FeatureReader(core, slots);
    this.scores = new Float64Array(slots.items.length);
  }

  /** Scores by slot; the array is written again by the next call. */
  rank(remembered: readonly Remembered[]): Float64Array {
    const { reader, scores, weights } = this;
    reader.read(remembered);
    scores.fill(0);
    features.forEach(({ name }, feature) => reader.addTo(scores, name, weights[feature]!));
    return scores;
  }
}

/** All items of a model as slots. */
export function allSlots(count: number, rows: AttributeRows): Slots {
  return { items: Int32Array.from({ length: count }, (_, item) => item), rows };
}
