import { hastyProgram, paths, resetAlong } from '../integration/workflows/shipmentPaths';
import { World } from '../support/world';

let world: World;
let testClockId: string;
beforeAll(async () => {
  world = await World.open({ title: 'reset paths, all', programs: [hastyProgram] });
  testClockId = await world.testClock(100_000);
});
afterAll(() => world.close());

test.each(paths.map((path) => [path.name, path] as const))(
  '%s: reset at every workflow task, it pays, sends and tells nothing again',
  async (_, path) => {
    const { before, after, phases } = await resetAlong(world, testClockId, path, (points) => points);
    expect(phases).toEqual(Array(phases.length).fill(path.ends));
    expect(after).toEqual(Array(phases.length).fill(before));
    expect(phases.length).toBeGreaterThan(4);
  },
  600_000,
);
