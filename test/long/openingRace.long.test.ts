import { hastyOpenings, openingSpeed, roundOfOpenings } from '../support/openingRace';
import { WorkerProcess } from '../support/workerProcess';
import { World } from '../support/world';

const rounds = 60;

let world: World;
let testClockId: string;
beforeAll(async () => {
  world = await World.open({ title: 'rounds of openings', programs: [hastyOpenings], worker: false });
  testClockId = await world.testClock(openingSpeed);
});
afterAll(() => world.close(), 3_600_000);

test(
  `${rounds} rounds of cycles that open while their customers pause or cancel, with a kill -9 of the worker in each`,
  async () => {
    let worker = await WorkerProcess.start(world.config);
    try {
      for (let round = 0; round < rounds; round++) {
        const killed = async (sent: Promise<unknown>) => {
          await worker.kill();
          worker = await WorkerProcess.start(world.config);
          await sent;
        };
        expect(await roundOfOpenings(world, testClockId, 24, killed)).toEqual([]);
      }
    } finally {
      await worker.stop();
    }
  },
  rounds * 240_000,
);
