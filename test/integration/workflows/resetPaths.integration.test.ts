import { World } from '#test/support/world';
import { resetAlong } from './resetAlong';
import { pathPrograms, paths, preparePaths, type PathClocks } from './shipmentPaths';

let world: World;
let clocks: PathClocks;
beforeAll(async () => {
  world = await World.open({ title: 'reset paths', programs: pathPrograms });
  clocks = await preparePaths(world);
});
afterAll(() => world.close(), 240_000); // every run of every path is replayed

/** The first, the last, and one in between; `npm run test:long` takes all. */
const few = (points: number[]): number[] => [
  ...new Set([points[0] ?? 0, points[Math.floor(points.length / 2)] ?? 0, points.at(-1) ?? 0]),
];

test('whatever is behind a shipment: reset, it pays, sends and tells nothing again, past every deadline', async () => {
  const reached = await Promise.all(
    paths.map(async (path) => ({ name: path.name, ...(await resetAlong(world, clocks, path, few)) })),
  );
  const expected = reached.map(({ name, before, after }) => ({
    name,
    before,
    after: Array(after.length).fill(before),
  }));
  expect(reached).toEqual(expected);
  expect(Math.min(...reached.map(({ after }) => after.length))).toBeGreaterThan(2);
}, 240_000);
