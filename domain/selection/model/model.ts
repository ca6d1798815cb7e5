import type { AttributeRows } from './attributes';
import { directSums } from './companionSums';
import { type Column, features, type ModelCore, type Remembered, type Slots } from './features';
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

/** Adds up the ensemble's score of slots for one customer after the other. */
export class Ranker {
  readonly reader: FeatureReader;
  readonly scores: Float64Array;
  private readonly everySlot: Int32Array;
  private readonly weightOf: Record<Column, number>;
  private readonly directWeights: Float64Array;
  /** By slot: the weighted popularity, the same for everybody. */
  private readonly popularity: Float64Array;
  /** By set of attributes: their weighted sum, and what is multiplied by the slot's popularity. */
  private readonly alike: Float64Array;
  private readonly alikeAndPopular: Float64Array;

  constructor(
    core: ModelCore,
    readonly slots: Slots,
    weights: Float64Array,
  ) {
    this.reader = new FeatureReader(core, slots);
    this.scores = new Float64Array(slots.items.length);
    this.everySlot = slots.items.map((_, slot) => slot);
    const named = features.map(({ name }, feature) => [name, weights[feature]!]);
    this.weightOf = Object.fromEntries(named) as Record<Column, number>;
    this.directWeights = Float64Array.from(directSums, (name) => this.weightOf[name]);
    this.popularity = this.reader.recent.map((recent) => this.weightOf.popularity * recent);
    this.alike = new Float64Array(this.reader.attributes.content.length);
    this.alikeAndPopular = new Float64Array(this.alike.length);
  }

  /** Scores by slot, of the slots `among` which the customer may choose (all, unless told). The array is written again by the next call. */
  rank(remembered: readonly Remembered[], among: Int32Array = this.everySlot): Float64Array {
    const { reader, scores, alike, alikeAndPopular, popularity } = this;
    const { items } = this.slots;
    reader.read(remembered);
    this.weighSets();
    const { companions, popular } = reader;
    const { isTouched, walk, damping } = companions;
    const { setOf } = reader.attributes;
    const walkWeight = this.weightOf.walk;
    for (let at = 0; at < among.length; at += 1) {
      const slot = among[at]!;
      const item = items[slot]!;
      const set = setOf[slot]!;
      let score = popularity[slot]! + alike[set]! + alikeAndPopular[set]! * popular[slot]!;
      if (item >= 0) {
        if (isTouched[item] === 1) score += this.directScore(item);
        if (walk[item]! > 0) score += walkWeight * Math.sqrt(walk[item]! * damping[item]!);
      }
      scores[slot] = score;
    }
    return scores;
  }

  private weighSets(): void {
    const { alike, alikeAndPopular, weightOf } = this;
    const { content, contentOfLatest, lift } = this.reader.attributes;
    for (let set = 0; set < alike.length; set += 1) {
      alike[set] =
        weightOf.content * content[set]! +
        weightOf.contentOfLatest * contentOfLatest[set]! +
        weightOf.lift * lift[set]!;
      alikeAndPopular[set] = weightOf.popularContent * content[set]!;
    }
  }

  private directScore(item: number): number {
    const { directWeights } = this;
    const { direct } = this.reader.companions;
    let score = 0;
    for (let sum = 0, at = item * directSums.length; sum < directSums.length; sum += 1, at += 1) {
      score += directWeights[sum]! * Math.sqrt(direct[at]!);
    }
    return score;
  }
}

/** All items of a model as slots. */
export function allSlots(count: number, rows: AttributeRows): Slots {
  return { items: Int32Array.from({ length: count }, (_, item) => item), rows };
}
