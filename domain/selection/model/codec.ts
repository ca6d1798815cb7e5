import { packed, type PackedFormat, unpacked } from '../../numbers/packing';
import { type SelectionModel, standInOf } from './model';
import { numbersOf } from './order';
import { formatVersion } from './types';

const format: PackedFormat = { mark: 'EBSM', version: formatVersion, what: 'selection model' };

/** What of a model is not an array of numbers. */
type About = Pick<SelectionModel, 'facts' | 'skus' | 'typicalSpread'> & {
  attributeNames: string[];
  /** SKUs of sizes, each with the one in `skus` that stands for its style; absent in models that know none. */
  sizes?: [string, string][];
};

export function encodeModel(model: SelectionModel): Uint8Array {
  const { facts, skus, typicalSpread, popularity, recent, weights, kept, refused } = model;
  const { companions, attributes, rows } = model;
  const { names, rarity, lift } = attributes;
  const sizes = [...model.numbers.keys()].map((sku): [string, string] => [sku, standInOf(model, sku)]);
  return packed<About>(format, {
    about: {
      facts,
      skus,
      typicalSpread,
      attributeNames: names,
      sizes: sizes.filter(([sku, standIn]) => sku !== standIn),
    },
    arrays: {
      popularity,
      recent,
      weights,
      kept,
      refused,
      starts: companions.starts,
      items: companions.items,
      after: companions.after,
      before: companions.before,
      next: companions.next,
      together: companions.together,
      rarity,
      lift,
      rowStarts: rows.starts,
      rowAttributes: rows.attributes,
      rowWeights: rows.weights,
    },
  });
}

/** @throws PackedFormatError for bytes that are cut off, or not a model of this version */
export function decodeModel(bytes: Uint8Array): SelectionModel {
  const { about, arrays } = unpacked<About>(format, bytes);
  const { facts, skus, typicalSpread, attributeNames, sizes } = about;
  const { starts, items, after, before, next, together, rarity, lift } = arrays;
  return {
    facts,
    skus,
    numbers: numbersOf(skus, sizes),
    typicalSpread,
    popularity: arrays.popularity as Float64Array,
    recent: arrays.recent as Float64Array,
    weights: arrays.weights as Float64Array,
    kept: arrays.kept as Int32Array,
    refused: arrays.refused as Int32Array,
    companions: { starts, items, after, before, next, together } as SelectionModel['companions'],
    attributes: { names: attributeNames, rarity: rarity as Float32Array, lift: lift as Float32Array },
    rows: {
      starts: arrays.rowStarts,
      attributes: arrays.rowAttributes,
      weights: arrays.rowWeights,
    } as SelectionModel['rows'],
  };
}
