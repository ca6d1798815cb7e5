import { openZone } from '#test/support/oneHour';
import { World } from '#test/support/world';
import { courierPaths, resetCourierPath } from './courierPaths';

let world: World;
let testClockId: string;
beforeAll(async () => {
  world = await World.open({ title: 'reset couriers' });
  await openZone(world);
  testClockId = await world.testClock(20_000);
});
afterAll(() => world.close());

/** `npm run test:long` takes all paths, and all points of each. */
const short = courierPaths.slice(0, 3);
const few = (points: number[]): number[] => [...new Set([points[0] ?? 0, points.at(-1) ?? 0])];

test.each(short.map((path) => [path.name, path] as const))(
  '%s: its shipment and its delivery are reset, and nothing is paid, sent or told again',
  async (_, path) => {
    const { before, after } = await resetCourierPath(world, testClockId, path, few);
    expect(after).toEqual(Array(after.length).fill(before));
    expect(after.length).toBeGreaterThan(2);
  },
  240_000,
);
