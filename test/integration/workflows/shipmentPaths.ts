import type { Customer, SignUp } from '#test/support/customer';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import type { World } from '#test/support/world';
import {
  arrives,
  becomesOverdue,
  isStillOverdueAfterReset,
  mended,
  ops,
  resetWhileOwed,
  restock,
  retry,
  sellsOut,
  send,
  substituted,
  withoutRow,
} from './pathActs';

/**
 * On a clock of 100,000, a cycle is open for twelve seconds: one that opens too late on a busy machine would be passed over.
 * A parked shipment waits for nearly a minute, so that ops come in time.
 */
const rules = {
  cycle: { openHour: 9, openDays: 14, cutoffHour: 18, shipDaysAfterCutoff: 0 },
  delivery: { method: 'parcel', service: 'standard', overdueDays: 2 },
  schedule: { cohorts: 1, everyMinutes: 60, opensPerSecond: 50 },
  shipment: { parkedDays: 60, ratingRequestHours: 24, outOfStock: 'park' },
} as const;
const hasty = toyProgram(rules);
const soldOut = toyProgram({ ...rules, id: 'test-sold-out' });
/** Nobody comes to mend anything here. */
const substituting = toyProgram({
  ...rules,
  id: 'test-substituting',
  shipment: { parkedDays: 5, ratingRequestHours: 24, outOfStock: 'substitute' },
});

/** The programs of all paths; `preparePaths` gives each its clock. */
export const pathPrograms = [hasty, soldOut, substituting];

/** By program. */
export type PathClocks = ReadonlyMap<string, string>;

/** Starts the clocks, and sees to it that stock is gone at the cutoff where a path is about that. */
export async function preparePaths(world: World): Promise<PathClocks> {
  await sellsOut(world, { everything: soldOut.id, chosen: substituting.id });
  const clocks = new Map<string, string>();
  for (const { id } of pathPrograms) clocks.set(id, await world.testClock(100_000, id));
  return clocks;
}

/** A shipment with something behind it: how it signs up, what ops do, and how it ends. */
export interface Path {
  name: string;
  signUp: SignUp;
  act?: (world: World, customer: Customer) => Promise<void>;
  ends: 'done' | 'abandoned';
}

export const paths: Path[] = [
  { name: 'nothing special', signUp: {}, ends: 'done' },
  { name: 'address refused, mended', signUp: { address: { line1: 'UNDELIVERABLE' } }, act: retry, ends: 'done' },
  { name: 'parcel refused, mended', signUp: { address: { city: 'NOCARRIER' } }, act: retry, ends: 'done' },
  { name: 'returned, sent again', signUp: { address: { line2: 'RETURN' } }, act: retry, ends: 'done' },
  {
    name: 'refused, then returned, sent again',
    signUp: { address: { line1: 'UNDELIVERABLE' } },
    act: async (world, customer) => {
      await ops(world, customer, 'retry', { address: { ...mended, line2: 'RETURN' } });
      await waitFor('the parcel', async () => (await customer.shipment(1)).body.trackingNumber ?? undefined);
      await retry(world, customer);
    },
    ends: 'done',
  },
  { name: 'declined, then paid', signUp: { paymentToken: 'tok_declined_1_path' }, ends: 'done' },
  {
    name: 'payment method gone, put back',
    signUp: {},
    act: (world, customer) => withoutRow(world, customer, 'payment_methods'),
    ends: 'done',
  },
  {
    name: 'abandoned by ops',
    signUp: { address: { city: 'NOCARRIER' } },
    act: (world, customer) => ops(world, customer, 'abandon', { reason: 'no carrier goes there' }),
    ends: 'abandoned',
  },
  {
    name: 'abandoned, reset before the money is back',
    signUp: { address: { city: 'NOCARRIER' } },
    act: resetWhileOwed,
    ends: 'abandoned',
  },
  {
    name: 'out of stock, brought in',
    signUp: { programId: soldOut.id },
    act: (world, customer) => restock(world, customer, soldOut.id),
    ends: 'done',
  },
  {
    name: 'substituted',
    signUp: { programId: substituting.id },
    act: (world, customer) => substituted(world, customer, substituting.id),
    ends: 'done',
  },
  {
    name: 'overdue, reset meanwhile, then delivered',
    signUp: { address: { line1: 'UNDELIVERABLE' } },
    act: async (world, customer) => {
      await becomesOverdue(world, customer);
      await isStillOverdueAfterReset(world, customer);
      await arrives(world, customer);
    },
    ends: 'done',
  },
  {
    name: 'overdue, given up, delivered all the same',
    signUp: { address: { line1: 'UNDELIVERABLE' } },
    act: async (world, customer) => {
      await becomesOverdue(world, customer);
      await send(world, customer, 'abandon', { reason: 'lost by the carrier' });
      await customer.shipmentWithin(120_000, 1, 'abandoned');
      await arrives(world, customer);
    },
    ends: 'abandoned',
  },
  {
    name: 'parked too long',
    signUp: { programId: substituting.id, address: { city: 'NOCARRIER' } },
    ends: 'abandoned',
  },
  { name: 'never paid', signUp: { paymentToken: 'tok_declined' }, ends: 'abandoned' },
];
