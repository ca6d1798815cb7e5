import { randomUUID } from 'node:crypto';
import { shipmentWorkflowId } from '#domain/ids';
import type { FaultRule } from '#simulator/faults/rules';
import { shipmentState } from '#workflows/shipment/messages';
import { attentionFor } from '#test/support/attention';
import { call, type Customer } from '#test/support/customer';
import { patiently } from '#test/support/patiently';
import { resetByRunbook } from '#test/support/resets';
import { waitFor } from '#test/support/waitFor';
import type { World } from '#test/support/world';

export const mended = {
  name: 'A Person',
  line1: '3 Middle Street',
  city: 'Leeds',
  postalCode: 'LS1 1AA',
  country: 'GB',
};

/** Once it is parked, ops see it, and do this. */
export async function ops(world: World, customer: Customer, change: 'retry' | 'abandon', body: unknown): Promise<void> {
  await customer.shipmentWithin(120_000, 1, 'parked');
  await send(world, customer, change, body);
}

/** At once, whatever it waits for. */
export async function send(
  world: World,
  customer: Customer,
  change: 'retry' | 'abandon',
  body: unknown,
): Promise<void> {
  const path = `/v1/ops/shipments/${customer.shipmentId(1)}/${change}`;
  const token = await world.token('operator', 'ops');
  const key = randomUUID();
  const { status } = await patiently(() => call(world, token, 'POST', path, body, key));
  if (status !== 200) throw new Error(`${change}: ${status}`);
}

export const retry = (world: World, customer: Customer) => ops(world, customer, 'retry', { address: mended });

/** Takes the row of something that the shipment needs away until it is parked for it, then puts it back. */
export async function withoutRow(world: World, customer: Customer, table: 'addresses' | 'payment_methods') {
  const { pool } = world.database;
  const of = [customer.subscriptionId];
  await pool.query(`UPDATE ${table} SET id = 'gone_' || id WHERE subscription_id = $1`, of);
  await customer.shipmentWithin(120_000, 1, 'parked');
  await pool.query(`UPDATE ${table} SET id = substr(id, 6) WHERE subscription_id = $1`, of);
  await ops(world, customer, 'retry', {});
}

/** Other customers have bought everything, or the chosen item, as soon as a shipment of these programs begins. */
export async function sellsOut(world: World, programs: { everything: string; chosen: string }): Promise<void> {
  await world.database.pool.query(`
    CREATE FUNCTION others_buy() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE stock SET on_hand = reserved WHERE program_id = NEW.program_id
        AND (program_id = '${programs.everything}' OR program_id = '${programs.chosen}' AND sku = NEW.sku);
      RETURN NULL;
    END $$;
    CREATE TRIGGER others_buy AFTER INSERT ON shipments FOR EACH ROW EXECUTE FUNCTION others_buy()`);
}

const bringIn = ({ database }: World, programId: string) =>
  database.pool.query('UPDATE stock SET on_hand = reserved + 100 WHERE program_id = $1', [programId]);

/** Brings units in once it is parked for want of one, and ops know why. */
export async function restock(world: World, customer: Customer, programId: string): Promise<void> {
  await attentionFor(world, customer.shipmentId(1), 'OutOfStock');
  await bringIn(world, programId);
  await ops(world, customer, 'retry', {});
}

/** Something else went out. What was chosen is back on its shelf then: a reset could take it. */
export async function substituted(world: World, customer: Customer, programId: string): Promise<void> {
  const { selection } = await customer.closed(1);
  const { sku } = await customer.shipmentWithin(120_000, 1, 'done');
  if (sku === selection.sku) throw new Error(`${sku} was not substituted`);
  await bringIn(world, programId);
}

/** Mended while the carrier is silent about it, so that it is overdue until it `arrives`, and ops see that. */
export async function becomesOverdue(world: World, customer: Customer): Promise<void> {
  await customer.shipmentWithin(120_000, 1, 'parked');
  const silence = { partner: 'carrier', operation: 'bookParcel', kind: 'lateWebhook', delayMs: 3_600_000 } as const;
  await goesWrong(world, { ...silence, reference: customer.shipmentId(1) });
  await retry(world, customer);
  await attentionFor(world, customer.shipmentId(1), 'DeliveryOverdue');
}

/** Rules of all paths that run beside each other: each call replaces the ones before, so one goes after the other. */
let inForce: FaultRule[] = [];
let setting: Promise<unknown> = Promise.resolve();

function setRules(world: World, rules: FaultRule[]): Promise<unknown> {
  inForce = rules;
  return (setting = setting.then(() => world.simulator.setFaults(rules)));
}

const goesWrong = (world: World, rule: FaultRule) => setRules(world, [...inForce, rule]);
const isMended = (world: World, rule: FaultRule) =>
  setRules(
    world,
    inForce.filter((other) => other !== rule),
  );

/** Given up, and reset while the money is not back yet: it is owed all the same. */
export async function resetWhileOwed(world: World, customer: Customer): Promise<void> {
  const reference = customer.shipmentId(1);
  const down: FaultRule = { partner: 'payment', operation: 'refund', kind: 'down', reference };
  await goesWrong(world, down);
  await ops(world, customer, 'abandon', { reason: 'no carrier goes there' });
  await resetByRunbook(world, shipmentWorkflowId(customer.subscriptionId, 1));
  await isMended(world, down);
  await customer.shipmentWithin(120_000, 1, 'abandoned');
  const { refunds } = await world.simulator.summary(reference);
  if (refunds !== 1) throw new Error(`${reference} was refunded ${refunds} times`);
}

/** The carrier tells of it at last, also of one that was called back. */
export async function arrives({ database }: World, customer: Customer): Promise<void> {
  const of = [customer.shipmentId(1)];
  await database.pool.query(
    'UPDATE simulator.webhooks SET voided_at = NULL, due_at = now(), next_attempt_at = now() WHERE reference = $1',
    of,
  );
  await waitFor('the parcel at the door', async () => {
    const { rows } = await database.pool.query('SELECT status FROM parcels WHERE shipment_id = $1', of);
    return rows[0]?.status === 'delivered' ? true : undefined;
  });
}

/** A reset does not begin to count anew: it is overdue since it was, and ops see it at once. */
export async function isStillOverdueAfterReset(world: World, customer: Customer): Promise<void> {
  const workflowId = shipmentWorkflowId(customer.subscriptionId, 1);
  const stateOf = (runId?: string) => world.temporal.workflow.getHandle(workflowId, runId).query(shipmentState);
  const before = await stateOf();
  const newRun = await resetByRunbook(world, workflowId);
  await waitFor('the new run to be overdue', async () =>
    (await stateOf(newRun)).attention === 'DeliveryOverdue' ? true : undefined,
  );
  const { handedOffAtMs } = await stateOf(newRun);
  if (handedOffAtMs !== before.handedOffAtMs) throw new Error(`handed off at ${handedOffAtMs}`);
  await attentionFor(world, customer.shipmentId(1), 'DeliveryOverdue');
}
