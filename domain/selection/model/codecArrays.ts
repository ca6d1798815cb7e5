import type { SelectionModel } from './model';
import { numbersOf } from './order';

export type Numbers = Int32Array | Float32Array | Float64Array;

/** What of a model is not an array of numbers. */
export type About = Pick<SelectionModel, 'facts' | 'skus' | 'typicalSpread'> & { attributeNames: string[] };

/** The order of the arrays is part of the format. */
export function arraysOf({
  popularity,
  recent,
  companions,
  attributes,
  rows,
  weights,
  kept,
  refused,
}: SelectionModel): Numbers[] {
  return [
    popularity,
    recent,
    weights,
    kept,
    refused,
    companions.starts,
    companions.items,
    companions.after,
    companions.before,
    companions.next,
    companions.together,
    attributes.rarity,
    attributes.lift,
    rows.starts,
    rows.attributes,
    rows.weights,
  ];
}

/** The model of these arrays, in the order of `arraysOf`. */
export function assembled({ facts, skus, typicalSpread, attributeNames }: About, arrays: Numbers[]): SelectionModel {
  const [
    popularity,
    recent,
    weights,
    kept,
    refused,
    starts,
    items,
    after,
    before,
    next,
    together,
    rarity,
    lift,
    rowStarts,
    rowAttributes,
    rowWeights,
  ] = arrays;
  return {
    facts,
    skus,
    numbers: numbersOf(skus),
    typicalSpread,
    popularity: popularity as Float64Array,
    recent: recent as Float64Array,
    weights: weights as Float64Array,
    kept: kept as Int32Array,
    refused: refused as Int32Array,
    companions: { starts, items, after, before, next, together } as SelectionModel['companions'],
    attributes: { names: attributeNames, rarity: rarity as Float32Array, lift: lift as Float32Array },
    rows: { starts: rowStarts, attributes: rowAttributes, weights: rowWeights } as SelectionModel['rows'],
  };
}
