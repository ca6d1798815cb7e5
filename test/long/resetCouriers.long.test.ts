import { courierPaths, resetCourierPath } from '../integration/workflows/courierPaths';
import { openZone } from '../support/oneHour';
import { World } from '../support/world';

let world: World;
let testClockId: string;
beforeAll(async () => {
  world = await World.open({ title: 'reset couriers, all' });
  await openZone(world);
  testClockId = await world.testClock(20_000);
});
afterAll(() => world.close(), 600_000);

test.each(courierPaths.map((path) => [path.name, path] as const))(
  '%s: shipment and delivery are reset at every workflow task, and nothing is paid, sent or told again',
  async (_, path) => {
    const { before, after } = await resetCourierPath(world, testClockId, path, (points) => points);
    expect(after).toEqual(Array(after.length).fill(before));
    expect(after.length).toBeGreaterThan(6);
  },
  600_000,
);
