import { type Numbers, packed, type PackedFormat, unpacked } from '../../numbers/packing';
import { Codebook, pairKeys, type WordKey } from './coding/codebook';
import { type GroupKey, Words } from './coding/groups';
import { levelsOf } from './effects/levels';
import { EnsembleModel } from './model';
import { listed, ofForest, ofNetworks, readerOf } from './packedParts';
import type { FitModel } from './types';

const format: PackedFormat = { mark: 'EBFM', version: 3, what: 'fit model' };

/** What of a model is not an array of numbers. */
interface About {
  variantsPerStep: number;
  words: Record<WordKey, string[]>;
  offsetKeys: GroupKey[];
  rateKeys: GroupKey[];
  profileKeys: GroupKey[];
  /** Traits in a profile. */
  traits: number;
}

export function encodeFitModel(model: FitModel): Uint8Array {
  if (!(model instanceof EnsembleModel)) throw new TypeError('only a trained or decoded fit model can be encoded');
  const { codebook, base, knowledge, start, forest, networks } = model.parts;
  const { ideal, scales, effects, rates, means, profiles } = knowledge;
  const words = Object.entries(codebook.words).map(([key, of]) => [key, of.words]);
  const about: About = {
    variantsPerStep: codebook.variantsPerStep,
    words: Object.fromEntries(words) as About['words'],
    offsetKeys: ideal.offsets.map(({ key }) => key),
    rateKeys: rates.map(({ key }) => key),
    profileKeys: profiles.each.map(({ key }) => key),
    traits: profiles.width,
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
    ...listed(
      'profiles',
      profiles.each.map(({ values }) => values),
    ),
    start,
    ...ofForest('forest', forest),
    ...ofNetworks(networks),
  };
  return packed(format, { about, arrays });
}

/** Throws a PackedFormatError for bytes that are cut off, or not a model of this version. */
export function decodeFitModel(bytes: Uint8Array): FitModel {
  const { about, arrays } = unpacked<About>(format, bytes);
  const { variantsPerStep, offsetKeys, rateKeys, profileKeys, traits } = about;
  const { doubles, list, forest, networks } = readerOf(arrays);
  const words = Object.entries(about.words).map(([key, of]) => [key, new Words(of)]);
  const pairs = pairKeys.map((key, at) => [key, doubles(`pairs${at}`)]);
  const codebook = new Codebook(
    variantsPerStep,
    Object.fromEntries(words) as Codebook['words'],
    Object.fromEntries(pairs) as Codebook['pairs'],
  );
  const levels = levelsOf(variantsPerStep);
  const coefficients = list('effects');
  const offsets = list('offsets');
  const rates = list('rates');
  const profiles = list('profiles');
  const knowledge = {
    scales: { means: doubles('scaleMeans'), spreads: doubles('scaleSpreads') },
    variantsPerStep,
    ideal: {
      weights: doubles('idealWeights'),
      offsets: offsetKeys.map((key, at) => ({ key, values: offsets[at]! })),
    },
    effects: levels.map(({ key, level }, at) => ({ key, level, coefficients: coefficients[at]! })),
    rates: rateKeys.map((key, at) => ({ key, values: rates[at]! })),
    means: list('means'),
    profiles: { width: traits, each: profileKeys.map((key, at) => ({ key, values: profiles[at]! })) },
  };
  const base = {
    codes: list('codes'),
    start: doubles('baseStart'),
    forest: forest('base'),
  };
  return new EnsembleModel({
    codebook,
    base,
    knowledge,
    start: doubles('start'),
    forest: forest('forest'),
    networks: networks(),
  });
}
