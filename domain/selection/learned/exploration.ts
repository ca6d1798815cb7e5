import { mixed, murmur3 } from '../../numbers/hash';

/** Acceptance that is imagined of an item before anybody had it: so many customers, of whom this share was content. */
const priorCustomers = 8;
export const priorShare = 0.8;
/** An item that so many customers judged is not new any more: its share is taken as it is. */
const knownFrom = 50;

/** What is known of an item's acceptance, the share of customers who keep what they got. */
export interface Acceptance {
  mean: number;
  /** Standard deviation of what the share may really be; 0 when it is known well enough. */
  doubt: number;
}

/** Mean and deviation of the beta distribution that is left after `kept` successes and `refused` failures. */
export function acceptanceOf(kept: number, refused: number): Acceptance {
  const [a, b] = [priorCustomers * priorShare + kept, priorCustomers * (1 - priorShare) + refused];
  const mean = a / (a + b);
  const doubt = kept + refused >= knownFrom ? 0 : Math.sqrt((mean * (1 - mean)) / (a + b + 1));
  return { mean, doubt };
}

/**
 * Thompson sampling: an item is given an acceptance drawn from what it may really be (the beta distribution, taken as
 * normal), so that it is tried about as often as it may be the best, and seldom once it is known not to be. `bits` are a
 * hash of the seed and the item: a retry draws the same.
 */
export function drawn(mean: number, doubt: number, bits: number): number {
  if (doubt === 0) return mean;
  return Math.min(1, Math.max(0, mean + doubt * normalOf(mixed(bits))));
}

export const hashOf = (text: string): number => murmur3(text);

/** Nearly standard normal, never beyond 3.5: the sum of four even bytes, less its mean, by its deviation. */
function normalOf(bits: number): number {
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510) / deviationOfFourBytes;
}

/** Of one byte the variance is (256 * 256 - 1) / 12. */
const deviationOfFourBytes = Math.sqrt((4 * (256 ** 2 - 1)) / 12);
