import { outcomeDue, roundAroundDue } from '#test/support/killedAtDue';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'killed at due', worker: false });
});
afterAll(() => world.close());

test('kill -9 of the worker right before the due time, and a late drop-off: told, marked and paid once', async () => {
  const around = { orderId: 'ord_due', killedMs: -1_500, downForMs: 500, droppedOffMs: 3_000 };
  const outcome = await roundAroundDue(world, around);
  expect(outcome).toEqual(outcomeDue(outcome));
  expect(outcome.wasLate).toBe(true);
}, 240_000);
