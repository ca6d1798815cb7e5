import { seededRandom } from '#domain/numbers/random';
import { acceptanceOf, drawn, hashOf } from '#domain/selection/learned/exploration';

/** Offers one of the items each round, the one with the highest draw; returns how much acceptance was lost to the best. */
function regretOf(shares: readonly number[], rounds: number, seed: number, explores = true): number {
  const random = seededRandom(seed);
  const results = shares.map(() => ({ kept: 0, refused: 0 }));
  const best = Math.max(...shares);
  let regret = 0;
  for (let round = 0; round < rounds; round += 1) {
    const draws = results.map(({ kept, refused }, item) => {
      const { mean, doubt } = acceptanceOf(kept, refused);
      return explores ? drawn(mean, doubt, hashOf(`${seed}:${round}`) ^ hashOf(`sku-${item}`)) : mean;
    });
    const offered = draws.indexOf(Math.max(...draws));
    regret += best - shares[offered]!;
    if (random() < shares[offered]!) results[offered]!.kept += 1;
    else results[offered]!.refused += 1;
  }
  return regret;
}

describe('exploration of new items', () => {
  const shares = [0.9, 0.6, 0.5, 0.7, 0.4, 0.65, 0.55, 0.3];
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const regrets = (rounds: number, explores = true): number =>
    mean(Array.from({ length: 30 }, (_, seed) => regretOf(shares, rounds, seed, explores)));

  it('costs less and less: the regret of many rounds is hardly more than that of few', () => {
    const [few, many] = [regrets(500), regrets(4_000)];
    const offeredAnyhow = 4_000 * (0.9 - mean(shares));
    expect(many).toBeLessThan(0.1 * offeredAnyhow);
    // Eight times the rounds: linear regret would be eightfold.
    expect(many).toBeLessThan(4 * few);
  });

  it('draws around what is known, between 0 and 1, and the same for the same seed', () => {
    const unknown = acceptanceOf(0, 0);
    const draws = Array.from({ length: 4_000 }, (_, i) => drawn(unknown.mean, unknown.doubt, hashOf(`seed ${i}`)));
    expect(Math.abs(mean(draws) - unknown.mean)).toBeLessThan(0.02);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThanOrEqual(1);
    expect(drawn(unknown.mean, unknown.doubt, 7)).toBe(drawn(unknown.mean, unknown.doubt, 7));
  });

  it('ends when enough customers have judged an item', () => {
    expect(acceptanceOf(0, 0).doubt).toBeGreaterThan(acceptanceOf(10, 2).doubt);
    const { mean: known, doubt } = acceptanceOf(45, 5);
    expect(doubt).toBe(0);
    expect(drawn(known, doubt, 123)).toBe(known);
  });
});
