import { randomBytes } from 'node:crypto';
import { inTransaction, type Database } from '#db/pool';
import { recordEvents } from '#db/events/events';
import { call } from '#test/support/customer';
import { eventsAreFinal } from '#test/support/finalEvents';
import type { World } from '#test/support/world';
import { dayMs } from '#domain/time';

/** Customers who had these items in this order, a month apart: past events, without subscriptions. */
export async function hadItems(
  db: Database,
  programId: string,
  sequences: string[][],
  isWanted: (customerId: string) => boolean = () => true,
): Promise<void> {
  const customers = sequences.map(() => newId(isWanted));
  const events = sequences.flatMap((skus, index) =>
    skus.map((sku, place) => ({
      id: `${customers[index]}:${place}`,
      kind: 'deliver' as const,
      customerId: customers[index]!,
      programId,
      sku,
      subscriptionId: null,
      sessionId: null,
      occurredAtMs: Date.now() - (skus.length - place) * 30 * dayMs,
      data: {},
    })),
  );
  await inTransaction(db, (tx) => recordEvents(tx, events));
  await eventsAreFinal(db); // which is what training reads
}

function newId(isWanted: (customerId: string) => boolean): string {
  for (;;) {
    const id = `cus_${randomBytes(6).toString('hex')}`;
    if (isWanted(id)) return id;
  }
}

const building = ['toy-02', 'toy-04', 'toy-06', 'toy-08', 'toy-10'];
const science = ['toy-01', 'toy-03', 'toy-05', 'toy-07', 'toy-09'];

/** `count` customers of each kind, whose every next item follows from the one before. */
export const twoTastes = (count: number): string[][] =>
  Array.from({ length: 2 * count }, (_, n) => {
    const items = n % 2 === 0 ? building : science;
    const from = n % 3;
    return items.slice(from, from + 3);
  });

/** Asks for a refresh, and waits for what it came to. */
export async function refreshed(world: World, programId = 'test-toys') {
  const operator = await world.token('operator', 'ops');
  const path = `/v1/ops/programs/${programId}/models`;
  const { status, body } = await call(world, operator, 'POST', `${path}/refresh`);
  if (status !== 202) throw new Error(`refresh: ${status} ${JSON.stringify(body)}`);
  const refreshId: string = body.refreshId;
  const result = await world.temporal.workflow.getHandle(refreshId).result();
  return { refreshId, result: result as { outcome: string; version: number | null; reason: string; ranked: number } };
}

export async function modelsOf(world: World, programId = 'test-toys') {
  const operator = await world.token('operator', 'ops');
  return (await call(world, operator, 'GET', `/v1/ops/programs/${programId}/models`)).body;
}
