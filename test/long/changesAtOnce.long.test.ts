import { roundOfChanges } from '../support/changesAtOnce';
import { sleep } from '../support/waitFor';
import { World } from '../support/world';

const rounds = 200;

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'rounds of changes', worker: false });
});
afterAll(() => world.close(), 3_600_000);

test(
  `${rounds} rounds of changes at once with a kill -9 of the worker in each`,
  async () => {
    for (let round = 0; round < rounds; round++)
      expect(await roundOfChanges(world, (worker) => worker.kill())).toEqual([]);
  },
  7_200_000 * 3,
);

test('a worker that is frozen past the end of its tasks, and goes on, overwrites nothing', async () => {
  for (let round = 0; round < 20; round++) {
    const untrue = await roundOfChanges(world, async (worker) => {
      worker.freeze();
      // oxlint-disable-next-line everbox/no-fixed-pause -- a workflow task may take ten seconds: only time ends it
      await sleep(11_000);
      worker.thaw();
      // oxlint-disable-next-line everbox/no-fixed-pause -- late activities and tasks end now, and tell nobody
      await sleep(2_000);
    });
    expect(untrue).toEqual([]);
  }
}, 7_200_000);
