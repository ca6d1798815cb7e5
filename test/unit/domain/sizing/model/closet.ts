import { seededRandom } from '#domain/numbers/random';
import type { FitCase, FitClass, FitRecord } from '#domain/sizing/model/index';

/** Sizes 1-6; a person's right size follows from the weight, and every style runs small or large by its own amount. */
export interface Closet {
  records: FitRecord[];
  /** A case whose truth is known, of a customer who may be new. */
  case: (customer: number, style: number, size: number) => FitCase;
  truth: (customer: number, style: number, size: number) => FitClass;
}

export const customers = 150;
export const styles = 12;

const rightSize = (customer: number): number => 1 + (customer % 6);
/** Style 0 runs small by a size, style 1 large by a size, the others are true. */
const runs = (style: number): number => (style === 0 ? 1 : style === 1 ? -1 : 0);

/** `rename` changes IDs without changing what happened. */
export function closet({ records = 1_500, seed = 3, rename = (id: string): string => id } = {}): Closet {
  const random = seededRandom(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const truth = (customer: number, style: number, size: number): FitClass => {
    const off = size - rightSize(customer) - runs(style);
    return off < 0 ? 'small' : off > 0 ? 'large' : 'fit';
  };
  const caseOf = (customer: number, style: number, size: number): FitCase => ({
    customerId: rename(`c${customer}`),
    styleId: rename(`s${style}`),
    size,
    category: rename(style % 2 === 0 ? 'dress' : 'skirt'),
    occasion: null,
    wearer: {
      weightKg: 45 + rightSize(customer) * 8,
      heightCm: 160 + (customer % 7),
      bustCup: 'b',
      bodyType: rename('any'),
    },
    atMs: Date.UTC(2026, 0, 1 + (customer % 28)),
  });
  const made = Array.from({ length: records }, (): FitRecord => {
    const [customer, style] = [pick(customers), pick(styles)];
    const size = Math.max(1, Math.min(6, rightSize(customer) + pick(3) - 1));
    const fit = truth(customer, style, size);
    return { ...caseOf(customer, style, size), fit, stars: fit === 'fit' ? 5 : 3 };
  });
  return { records: made, case: caseOf, truth };
}
