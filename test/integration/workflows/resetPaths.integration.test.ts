import { World } from '../../support/world';
import { hastyProgram, paths, resetAlong } from './shipmentPaths';

let world: World;
let testClockId: string;
beforeAll(async () => {
  world = await World.open({ title: 'reset paths', programs: [hastyProgram] });
  testClockId = await world.testClock(100_000);
});
afterAll(() => world.close());

/** The first, the last, and one in between; `npm run test:long` takes all. */
const few = (points: number[]): number[] => [
  ...new Set([points[0] ?? 0, points[Math.floor(points.length / 2)] ?? 0, points.at(-1) ?? 0]),
];

test('whatever is behind a shipment: reset, it pays, sends and tells nothing again, past every deadline', async () => {
  const reached = await Promise.all(
    paths.map(async (path) => ({ name: path.name, ...(await resetAlong(world, testClockId, path, few)) })),
  );
  const expected = reached.map(({ name, before, after }, index) => ({
    name,
    before,
    after: Array(after.length).fill(before),
    phases: Array(after.length).fill(paths[index]?.ends),
  }));
  expect(reached).toEqual(expected);
  expect(Math.min(...reached.map(({ phases }) => phases.length))).toBeGreaterThan(1);
}, 240_000);
