import { shipmentWorkflowId } from '../../../domain/ids';
import { call, Customer, type SignUp } from '../../support/customer';
import { ledgerOf, reset, resetPoints } from '../../support/resets';
import { toyProgram } from '../../support/toyProgram';
import { waitFor } from '../../support/waitFor';
import type { World } from '../../support/world';

/** On a clock of 100,000, whatever is parked gives up after 17 seconds: time enough for ops, on a busy machine too. */
export const hastyProgram = toyProgram({
  shipment: { parkedDays: 20, ratingRequestHours: 24, outOfStock: 'park' },
  delivery: { method: 'parcel', service: 'standard', overdueDays: 2 },
});

const mended = { name: 'A Person', line1: '3 Middle Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };

/** A shipment with something behind it: how it signs up, what ops do, and how it ends. */
export interface Path {
  name: string;
  signUp: SignUp;
  act?: (world: World, customer: Customer) => Promise<void>;
  ends: 'done' | 'abandoned';
}

async function ops(world: World, customer: Customer, change: 'retry' | 'abandon', body: unknown): Promise<void> {
  await customer.shipmentWithin(120_000, 1, 'parked');
  const path = `/v1/ops/shipments/${customer.shipmentId(1)}/${change}`;
  const { status } = await call(world, await world.token('operator', 'ops'), 'POST', path, body);
  if (status !== 200) throw new Error(`${change}: ${status}`);
}

const retry = (world: World, customer: Customer) => ops(world, customer, 'retry', { address: mended });

/** Takes the row of something that the shipment needs away until it is parked for it, then puts it back. */
async function withoutRow(world: World, customer: Customer, table: 'addresses' | 'payment_methods') {
  const { pool } = world.database;
  const of = [customer.subscriptionId];
  await pool.query(`UPDATE ${table} SET id = 'gone_' || id WHERE subscription_id = $1`, of);
  await customer.shipmentWithin(120_000, 1, 'parked');
  await pool.query(`UPDATE ${table} SET id = substr(id, 6) WHERE subscription_id = $1`, of);
  await ops(world, customer, 'retry', {});
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
  { name: 'parked too long', signUp: { address: { city: 'NOCARRIER' } }, ends: 'abandoned' },
  { name: 'never paid', signUp: { paymentToken: 'tok_declined' }, ends: 'abandoned' },
];

/**
 * Brings a shipment to its end by this path, then resets it at workflow tasks, each run to its own end, past every deadline.
 * Returns the partners' ledger before, and after each.
 */
export async function resetAlong(
  world: World,
  testClockId: string,
  { signUp, act, ends }: Path,
  choose: (points: number[]) => number[],
): Promise<{ before: string[]; after: string[][]; phases: string[] }> {
  const customer = await Customer.signUp(world, { testClockId, ...signUp });
  const cancelled = customer.closed(1).then(() => customer.post('/cancel', {})); // the ledger is to hold one box only
  await act?.(world, customer);
  await cancelled;
  const workflowId = shipmentWorkflowId(customer.subscriptionId, 1);
  await customer.shipmentWithin(120_000, 1, ends);
  const { runId } = await world.temporal.workflow.getHandle(workflowId).describe();
  const before = await ledgerOf(world, customer.subscriptionId);
  const after: string[][] = [];
  const phases: string[] = [];
  for (const point of choose(await resetPoints(world, workflowId, runId))) {
    const newRun = await reset(world, workflowId, runId, point);
    const state = await world.temporal.workflow.getHandle(workflowId, newRun).result();
    phases.push((state as { phase: string }).phase);
    after.push(await ledgerOf(world, customer.subscriptionId));
  }
  return { before, after, phases };
}
