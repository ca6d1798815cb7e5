import type { Companions } from './companions';
import { inHashOrder } from './order';
import type { TrainingItem } from './types';

/** Attributes beyond the most frequent ones are told apart by content only: the table of lifts has a row and column each. */
const mostAttributes = 1_500;
/** Imagined pairs of every two attributes, as frequent as chance would have it, so that rare pairs say little. */
const priorPairs = 1;

/** What a model knows about attributes. Attributes are numbered in the order of `names`. */
export interface AttributeSpace {
  names: string[];
  /** Log of how rare an attribute is: a brand of three items says more than `Toys`. */
  rarity: Float32Array;
  /** `lift[a * n + b]`: log of how much more often than by chance an item with `b` is taken near one with `a`. */
  lift: Float32Array;
}

/** Attributes of some items: entries `starts[i]` up to `starts[i + 1]` are item `i`'s, with weights of length 1 in all. */
export interface AttributeRows {
  starts: Int32Array;
  attributes: Int32Array;
  weights: Float32Array;
}

/** `level:games`, `level:card games`, `brand:lego`. */
function attributesOf({ categoryPath, brand }: Pick<TrainingItem, 'categoryPath' | 'brand'>): string[] {
  const names = categoryPath.map((level) => `level:${level.trim().toLowerCase()}`);
  if (brand !== null) names.push(`brand:${brand.trim().toLowerCase()}`);
  return [...new Set(names)];
}

/** Names and rarity, without lifts. */
export function countAttributes(items: readonly TrainingItem[]): AttributeSpace {
  const counts = new Map<string, number>();
  for (const item of items) for (const name of attributesOf(item)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = inHashOrder(counts.keys())
    .sort((a, b) => counts.get(b)! - counts.get(a)!)
    .slice(0, mostAttributes);
  const rarity = Float32Array.from(names, (name) => Math.log(Math.max(1, items.length) / counts.get(name)!));
  return { names, rarity, lift: new Float32Array(names.length ** 2) };
}

/** Attributes of `items`, in their order. Those that the space does not know are left out. */
export function attributeRows(
  space: AttributeSpace,
  items: readonly (Pick<TrainingItem, 'categoryPath' | 'brand'> | undefined)[],
): AttributeRows {
  const numbers = new Map(space.names.map((name, number) => [name, number]));
  const starts = new Int32Array(items.length + 1);
  const attributes: number[] = [];
  const weights: number[] = [];
  items.forEach((item, index) => {
    const own = (item ? attributesOf(item) : [])
      .map((name) => numbers.get(name))
      .filter((number) => number !== undefined);
    const length = Math.hypot(...own.map((attribute) => space.rarity[attribute]!)) || 1;
    for (const attribute of own) {
      attributes.push(attribute);
      weights.push(space.rarity[attribute]! / length);
    }
    starts[index + 1] = attributes.length;
  });
  return { starts, attributes: Int32Array.from(attributes), weights: Float32Array.from(weights) };
}

/** How attributes follow each other, from the companions of items that have them: category to category, brand to brand, and across. */
export function liftsOf(space: AttributeSpace, rows: AttributeRows, companions: Companions): Float32Array {
  const n = space.names.length;
  const pairs = new Float64Array(n * n);
  const from = new Float64Array(n);
  const to = new Float64Array(n);
  let all = 0;
  for (let item = 0; item + 1 < companions.starts.length; item += 1) {
    for (let at = companions.starts[item]!; at < companions.starts[item + 1]!; at += 1) {
      const other = companions.items[at]!;
      const weight = companions.after[at]! + companions.before[at]! / 2;
      for (let a = rows.starts[item]!; a < rows.starts[item + 1]!; a += 1) {
        const row = rows.attributes[a]!;
        for (let b = rows.starts[other]!; b < rows.starts[other + 1]!; b += 1) {
          const column = rows.attributes[b]!;
          pairs[row * n + column]! += weight;
          from[row]! += weight;
          to[column]! += weight;
          all += weight;
        }
      }
    }
  }
  return Float32Array.from(pairs, (count, at) => {
    const chance = (from[Math.floor(at / n)]! * to[at % n]!) / (all || 1);
    return Math.log((count + priorPairs) / (chance + priorPairs));
  });
}

/** The different rows, and which of them each row is: items of one category and brand are alike. */
export function attributeSets({ starts, attributes, weights }: AttributeRows): {
  sets: AttributeRows;
  setOf: Int32Array;
} {
  const numbers = new Map<string, number>();
  const setStarts = [0];
  const kept: number[] = [];
  const setOf = new Int32Array(starts.length - 1);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    const own = attributes.subarray(starts[row], starts[row + 1]);
    const key = own.join();
    const known = numbers.get(key);
    setOf[row] = known ?? numbers.size;
    if (known !== undefined) continue;
    numbers.set(key, numbers.size);
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) kept.push(at);
    setStarts.push(kept.length);
  }
  const sets = {
    starts: Int32Array.from(setStarts),
    attributes: Int32Array.from(kept, (at) => attributes[at]!),
    weights: Float32Array.from(kept, (at) => weights[at]!),
  };
  return { sets, setOf };
}
