import { resetAlong } from '../integration/workflows/resetAlong';
import { pathPrograms, paths, preparePaths, type PathClocks } from '../integration/workflows/shipmentPaths';
import { World } from '../support/world';

let world: World;
let clocks: PathClocks;
beforeAll(async () => {
  world = await World.open({ title: 'reset paths, all', programs: pathPrograms });
  clocks = await preparePaths(world);
});
afterAll(() => world.close(), 600_000); // every run of every path is replayed

test.each(paths.map((path) => [path.name, path] as const))(
  '%s: reset at every workflow task, it pays, sends and tells nothing again',
  async (_, path) => {
    const { before, after } = await resetAlong(world, clocks, path, (points) => points);
    expect(after).toEqual(Array(after.length).fill(before));
    expect(after.length).toBeGreaterThan(4);
  },
  600_000,
);
