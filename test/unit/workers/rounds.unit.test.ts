import { Rounds } from '#workers/rounds';

test('rounds follow each other without leaving listeners behind, and a stop cuts the pause short', async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error) => warnings.push(warning);
  process.on('warning', warn);
  let done = 0;
  const enough = new Promise<void>((resolve) => {
    const rounds = new Rounds(async (stopping) => {
      expect(stopping.aborted).toBe(false);
      done += 1;
      if (done === 30) resolve(rounds.stop()); // within its last round: that one is waited for
      return done < 30 ? 1 : 3_600_000;
    });
    rounds.start();
  });
  await enough;
  await new Promise((resolve) => setImmediate(resolve)); // warnings come a tick later
  process.off('warning', warn);
  expect(done).toBe(30);
  expect(warnings).toEqual([]);
});

test('a round that throws is not hidden', async () => {
  const rounds = new Rounds(() => Promise.reject(new Error('broken')));
  rounds.start();
  await expect(rounds.stop()).rejects.toThrow('broken');
});
