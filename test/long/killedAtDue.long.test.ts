import { outcomeDue, roundAroundDue } from '../support/killedAtDue';
import { World } from '../support/world';

const rounds = 60;

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'rounds around the due time', worker: false });
});
afterAll(() => world.close(), 3_600_000);

/** From three seconds before to three after: each round lies elsewhere, and where it lay the last time. */
const spread = (round: number, stepMs: number) => -3_000 + ((round * stepMs) % 6_000);

test(
  `${rounds} rounds with a kill -9 of the worker around the due time, and drop-offs before and after it`,
  async () => {
    let late = 0;
    for (let round = 0; round < rounds; round++) {
      const outcome = await roundAroundDue(world, {
        orderId: `ord_due${round}`,
        killedMs: spread(round, 1_370),
        downForMs: ((round * 710) % 3_000) + 200,
        droppedOffMs: spread(round, 970),
      });
      expect(outcome).toEqual(outcomeDue(outcome));
      if (outcome.wasLate) late += 1;
    }
    expect(late).toBeGreaterThan(rounds / 4);
  },
  rounds * 240_000,
);
