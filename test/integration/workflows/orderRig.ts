import type { SurveyRule } from '#domain/survey/types';
import { Courier, openZone } from '#test/support/oneHour';
import { toyItems, toyProgram } from '#test/support/toyProgram';
import { wearProgram } from '#test/support/wearProgram';
import { World } from '#test/support/world';

const questions: SurveyRule['questions'] = [{ id: 'stars', title: 'How good?', kind: 'scale', min: 1, max: 5 }];
const surveys: SurveyRule[] = [
  { id: 'first-order', title: 'Your first', when: { afterOrder: 1 }, delayHours: 0, questions },
  { id: 'second-order', title: 'Your second', when: { afterOrder: 2 }, delayHours: 24, questions },
  { id: 'first-box', title: 'Your first box', when: { afterBox: 1 }, delayHours: 0, questions },
];
const { sizing } = wearProgram();
// Single orders run by the wall's clock: what is to be seen here is due at once.
export const program = toyProgram({
  surveys,
  ...(sizing ? { sizing: { ...sizing, fitSurvey: { delayHours: 0 } } } : {}),
});

/** The world of that program, with a zone, one courier, and one toy that has a size. */
export async function openOrders(): Promise<{ world: World; courier: Courier }> {
  const world = await World.open({ title: 'order feedback', programs: [program] });
  const { pool } = world.database;
  await toyItems(pool, program);
  await pool.query(`UPDATE items SET style_id = 'toy', size = 'M' WHERE sku = 'toy-01'`);
  await openZone(world);
  return { world, courier: await Courier.onShift(world) };
}

/** The surveys of a customer: what each stands with, and its ID. */
export async function surveysOf(world: World, customerId: string): Promise<string[]> {
  const { rows } = await world.database.pool.query<{ of: string }>(
    `SELECT subscription_id || ' ' || survey_id AS of FROM surveys WHERE customer_id = $1 ORDER BY survey_id`,
    [customerId],
  );
  return rows.map(({ of }) => of);
}

export async function eventsOf(world: World, customerId: string, kind: string): Promise<unknown[]> {
  const { rows } = await world.database.pool.query(
    'SELECT subscription_id, sku, data FROM events WHERE customer_id = $1 AND kind = $2',
    [customerId, kind],
  );
  return rows;
}
