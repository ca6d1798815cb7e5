import { randomOf } from './random';

/** What a customer does while a cycle is open. */
export type Choice = 'keep' | 'swap' | 'swapTwice' | 'skip' | 'skipAndUnskip';

/** What one customer will do, cycle by cycle (index 0 is the first that opens for them). */
export interface CustomerPlan {
  choices: Choice[];
  /** Index of the cycle in which the customer moves house; null: never. */
  movesIn: number | null;
  /** Index of the cycle in which the customer pauses and, thinking better of it, resumes; null: never. */
  pausesIn: number | null;
}

/** Upper bounds of a draw in [0, 1): more than half of the boxes are kept as they were picked. */
const chances: readonly (readonly [number, Choice])[] = [
  [0.22, 'swap'],
  [0.27, 'swapTwice'],
  [0.39, 'skip'],
  [0.44, 'skipAndUnskip'],
];
const movesChance = 0.15;
const pausesChance = 0.12;

/**
 * What all customers will do: the same for the same seed. Where there is room, at least one box is swapped and one
 * skipped; nobody skips every box, so that every customer gets something.
 */
export function planDemo(customers: number, cycles: number, seed: number): CustomerPlan[] {
  const plans = Array.from({ length: customers }, (_, index) => planOf(randomOf(seed, 'plan', index), cycles));
  ensureOne('swap', plans);
  // A demo of one customer with one cycle shows the swap.
  if (customers * cycles > 1) ensureOne('skip', plans);
  return plans;
}

function planOf(random: ReturnType<typeof randomOf>, cycles: number): CustomerPlan {
  const drawn = Array.from({ length: cycles }, () => {
    const draw = random.next();
    return chances.find(([bound]) => draw < bound)?.[1] ?? 'keep';
  });
  const cycle = () => Math.floor(random.next() * cycles);
  return {
    choices: drawn.every((choice) => choice === 'skip') ? ['keep', ...drawn.slice(1)] : drawn,
    movesIn: random.next() < movesChance ? cycle() : null,
    pausesIn: random.next() < pausesChance ? cycle() : null,
  };
}

/**
 * Unless somebody chooses it already, puts `choice` in the place of a box that would be kept, or else of the last box
 * that can be given up for it: not the only swap, and no skip that would leave a customer without any box.
 */
function ensureOne(choice: 'swap' | 'skip', plans: CustomerPlan[]): void {
  const places = plans.flatMap(({ choices }) => choices.map((planned, at) => ({ choices, planned, at })));
  if (places.some(({ planned }) => planned === choice)) return;
  const swaps = places.filter(({ planned }) => planned === 'swap').length;
  const isFree = ({ choices, planned, at }: (typeof places)[number]): boolean =>
    (planned !== 'swap' || swaps > 1) &&
    (choice === 'swap' || choices.some((other, otherAt) => otherAt !== at && other !== 'skip'));
  const place = places.find((each) => each.planned === 'keep' && isFree(each)) ?? places.findLast(isFree);
  if (place) place.choices[place.at] = choice;
}
