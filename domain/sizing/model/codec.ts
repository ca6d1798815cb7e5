import { type Numbers, packed, type PackedFormat, unpacked } from '../../packing';
import type { Forest } from './boost/forest';
import { Codebook, pairKeys, type WordKey } from './coding/codebook';
import { type GroupKey, Words } from './coding/groups';
import { levelsOf } from './effects/levels';
import { EnsembleModel } from './model';
import type { FitModel } from './types';

const format: PackedFormat = { mark: 'EBFM', version: 1, what: 'fit model' };

/** What of a model is not an array of numbers. */
interface About {
  variantsPerStep: number;
  words: Record<WordKey, string[]>;
  offsetKeys: GroupKey[];
  rateKeys: GroupKey[];
}

export function encodeFitModel(model: FitModel): Uint8Array {
  if (!(model instanceof EnsembleModel)) throw new TypeError('only a trained or decoded fit model can be encoded');
  const { codebook, base, knowledge, start, forest } = model.parts;
  const { ideal, scales, effects, rates, means } = knowledge;
  const words = Object.entries(codebook.words).map(([key, of]) => [key, of.words]);
  const about: About = {
    variantsPerStep: codebook.variantsPerStep,
    words: Object.fromEntries(words) as About['words'],
    offsetKeys: ideal.offsets.map(({ key }) => key),
    rateKeys: rates.map(({ key }) => key),
  };
  const arrays: Record<string, Numbers> = {
    ...listed(
      'pairs',
      pairKeys.map((key) => codebook.pairs[key]),
    ),
    ...listed('codes', base.codes),
    baseStart: base.start,
    ...ofForest('base', base.forest),
    scaleMeans: scales.means,
    scaleSpreads: scales.spreads,
    idealWeights: ideal.weights,
    ...listed(
      'offsets',
      ideal.offsets.map(({ values }) => values),
    ),
    ...listed(
      'effects',
      effects.map(({ coefficients }) => coefficients),
    ),
    ...listed(
      'rates',
      rates.map(({ values }) => values),
    ),
    ...listed('means', means),
    start,
    ...ofForest('forest', forest),
  };
  return packed(format, { about, arrays });
}

/** Throws a PackedFormatError for bytes that are cut off, or not a model of this version. */
export function decodeFitModel(bytes: Uint8Array): FitModel {
  const { about, arrays } = unpacked<About>(format, bytes);
  const { variantsPerStep, offsetKeys, rateKeys } = about;
  const ints = (name: string): Int32Array => arrays[name] as Int32Array;
  const floats = (name: string): Float32Array => arrays[name] as Float32Array;
  const doubles = (name: string): Float64Array => arrays[name] as Float64Array;
  const list = (name: string, of: readonly unknown[]): Float32Array[] => of.map((_, at) => floats(`${name}${at}`));
  const forest = (name: string): Forest => ({
    roots: ints(`${name}Roots`),
    features: ints(`${name}Features`),
    limits: floats(`${name}Limits`),
    below: ints(`${name}Below`),
    missing: ints(`${name}Missing`),
  });
  const words = Object.entries(about.words).map(([key, of]) => [key, new Words(of)]);
  const pairs = pairKeys.map((key, at) => [key, doubles(`pairs${at}`)]);
  const codebook = new Codebook(
    variantsPerStep,
    Object.fromEntries(words) as Codebook['words'],
    Object.fromEntries(pairs) as Codebook['pairs'],
  );
  const levels = levelsOf(variantsPerStep);
  const coefficients = list('effects', levels);
  const offsets = list('offsets', offsetKeys);
  const rates = list('rates', rateKeys);
  const knowledge = {
    scales: { means: doubles('scaleMeans'), spreads: doubles('scaleSpreads') },
    variantsPerStep,
    ideal: {
      weights: doubles('idealWeights'),
      offsets: offsetKeys.map((key, at) => ({ key, values: offsets[at]! })),
    },
    effects: levels.map(({ key, level }, at) => ({ key, level, coefficients: coefficients[at]! })),
    rates: rateKeys.map((key, at) => ({ key, values: rates[at]! })),
    means: list('means', numbered('means', arrays)),
  };
  const base = {
    codes: list('codes', numbered('codes', arrays)),
    start: doubles('baseStart'),
    forest: forest('base'),
  };
  return new EnsembleModel({ codebook, base, knowledge, start: doubles('start'), forest: forest('forest') });
}

const listed = (name: string, arrays: readonly Numbers[]): Record<string, Numbers> =>
  Object.fromEntries(arrays.map((array, at) => [`${name}${at}`, array]));

const numbered = (name: string, arrays: Record<string, Numbers>): string[] =>
  Object.keys(arrays).filter((key) => key.startsWith(name) && /^\d+$/.test(key.slice(name.length)));

const ofForest = (name: string, { roots, features, limits, below, missing }: Forest): Record<string, Numbers> => ({
  [`${name}Roots`]: roots,
  [`${name}Features`]: features,
  [`${name}Limits`]: limits,
  [`${name}Below`]: below,
  [`${name}Missing`]: missing,
});
