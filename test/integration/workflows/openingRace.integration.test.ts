import { hastyOpenings, openingSpeed, roundOfOpenings } from '#test/support/openingRace';
import { World } from '#test/support/world';

let world: World;
let testClockId: string;
beforeAll(async () => {
  world = await World.open({ title: 'opening race', programs: [hastyOpenings] });
  testClockId = await world.testClock(openingSpeed);
});
afterAll(() => world.close());

test('a cycle opens while its customer pauses or cancels: in any order, what was answered is what happens', async () => {
  expect(await roundOfOpenings(world, testClockId, 12, () => Promise.resolve())).toEqual([]);
}, 180_000);

test('both wait for a worker, and come in one task', async () => {
  const aroundRestart = async (sent: Promise<unknown>) => {
    await world.stopWorker();
    await world.startWorker();
    await sent;
  };
  expect(await roundOfOpenings(world, testClockId, 12, aroundRestart)).toEqual([]);
}, 180_000);
