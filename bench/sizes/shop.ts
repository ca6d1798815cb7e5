import type { Program } from '#domain/program/types';
import { seededRandom } from '#domain/numbers/random';
import type { Measurements } from '#domain/sizing/types';
import { benchProgram } from '../program';

const labels = ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL'];

export const wearShop: Program = {
  ...benchProgram,
  id: 'bench-wear',
  selection: {
    categories: { include: ['Wear'], exclude: [] },
    interests: [],
    ratingPrior: { reviews: 5, stars: 4 },
    weights: { rating: 1, awards: 0, preference: 0, novelty: 1 },
  },
  catalog: {
    categorySeparator: ' > ',
    columns: { sku: 'sku', title: 't', category: 'c', price: 'p', stock: 's', style: 'y', size: 'z' },
  },
  sizing: {
    kind: 'clothes',
    sizes: labels.map((label, n) => ({ label, ordinal: 4 * n, weightKg: { min: 40 + 8 * n, max: 48 + 8 * n } })),
  },
};

export interface WornItem {
  sku: string;
  fit: 'tooSmall' | 'good' | 'tooLarge';
}

export interface Wearing {
  customerId: string;
  measurements: Measurements;
  worn: WornItem[];
}

export const skuOf = (style: number, size: number): string => `style-${style}-${labels[size]!}`;
export const sizeLabels = labels;

/**
 * Customers of a body and some items each: they take about the size that they are, of styles that run small or large. A made-up
 * world, so that there is as much of it as is asked for; how well sizes are told is for `eval fit` to say.
 */
export function* wearers(styles: number, fits: number, seed: number): Generator<Wearing> {
  const random = seededRandom(seed);
  const runsLarge = Array.from({ length: styles }, () => 1.5 * (random() - 0.5));
  for (let made = 0, n = 0; made < fits; n++) {
    const body = 6 * random();
    const worn: WornItem[] = [];
    for (let count = 1 + Math.floor(14 * random()); count > 0; count--) {
      const style = Math.floor(styles * random());
      const size = Math.min(6, Math.max(0, Math.round(body + 1.6 * (random() - 0.5))));
      const off = size + runsLarge[style]! - body + 0.8 * (random() - 0.5);
      worn.push({ sku: skuOf(style, size), fit: off < -0.8 ? 'tooSmall' : off > 0.8 ? 'tooLarge' : 'good' });
    }
    made += worn.length;
    const measurements = random() < 0.7 ? { weightKg: 44 + 8 * body, heightCm: 150 + 30 * random() } : {};
    yield { customerId: `cus_${n}`, measurements, worn };
  }
}
