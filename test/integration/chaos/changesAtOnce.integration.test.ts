import { roundOfChanges } from '#test/support/changesAtOnce';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'changes at once', worker: false });
});
afterAll(() => world.close());

test('changes at once and kill -9 of the worker: every row shows what its workflow decided', async () => {
  expect(await roundOfChanges(world, (worker) => worker.kill())).toEqual([]);
}, 180_000);
