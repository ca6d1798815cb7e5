import type { Numbers } from '../../numbers/packing';
import type { Forest } from './boost/forest';
import type { Networks } from './network/network';

type Arrays = Record<string, Numbers>;

/** A list of arrays as `name0`, `name1`, ... */
export const listed = (name: string, arrays: readonly Numbers[]): Arrays =>
  Object.fromEntries(arrays.map((array, at) => [`${name}${at}`, array]));

export const ofForest = (name: string, { roots, features, limits, below, missing }: Forest): Arrays => ({
  [`${name}Roots`]: roots,
  [`${name}Features`]: features,
  [`${name}Limits`]: limits,
  [`${name}Below`]: below,
  [`${name}Missing`]: missing,
});

export const ofNetworks = ({ scales, each }: Networks): Arrays => ({
  featureMeans: scales.means,
  featureSpreads: scales.spreads,
  ...listed(
    'units',
    each.map(({ units }) => units),
  ),
  ...listed(
    'outputs',
    each.map(({ outputs }) => outputs),
  ),
});

/** Reads what the functions above have named. */
export function readerOf(arrays: Arrays) {
  const ints = (name: string): Int32Array => arrays[name] as Int32Array;
  const floats = (name: string): Float32Array => arrays[name] as Float32Array;
  const doubles = (name: string): Float64Array => arrays[name] as Float64Array;
  const list = (name: string): Float32Array[] => {
    const count = Object.keys(arrays).filter(
      (key) => key.startsWith(name) && /^\d+$/.test(key.slice(name.length)),
    ).length;
    return Array.from({ length: count }, (_, at) => floats(`${name}${at}`));
  };
  const forest = (name: string): Forest => ({
    roots: ints(`${name}Roots`),
    features: ints(`${name}Features`),
    limits: floats(`${name}Limits`),
    below: ints(`${name}Below`),
    missing: ints(`${name}Missing`),
  });
  const networks = (): Networks => {
    const outputs = list('outputs');
    return {
      scales: { means: doubles('featureMeans'), spreads: doubles('featureSpreads') },
      each: list('units').map((units, at) => ({ units, outputs: outputs[at]! })),
    };
  };
  return { doubles, list, forest, networks };
}
