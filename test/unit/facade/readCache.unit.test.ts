import fc from 'fast-check';
import { ReadCache } from '#facade/compose/readCache';

const limits = { freshMs: 10, staleMs: 100, maxEntries: 3 };

/** A cache before a partner that answers 1, 2, 3, ... and can be down, on a clock that the test moves. */
function rig({ coalesce = true } = {}) {
  let now = 0;
  const partner = { asked: 0, down: false, waiting: [] as (() => void)[], holds: false };
  const cache = new ReadCache<number>({ cache: limits, coalesce }, () => now);
  const ask = async (): Promise<number> => {
    const answer = (partner.asked += 1);
    if (partner.holds) await new Promise<void>((resolve) => partner.waiting.push(resolve));
    if (partner.down) throw new Error('down');
    return answer;
  };
  return {
    partner,
    read: (key = 'key') => cache.read(key, ask),
    pass: (ms: number) => {
      now += ms;
    },
    /** Lets what was started in the background end. */
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

test('fresh, then from the cache, then stale while it is asked for again', async () => {
  const { read, pass, settle, partner } = rig();
  expect(await read()).toEqual({ value: 1, ageMs: 0, source: 'fresh' });
  pass(10);
  expect(await read()).toEqual({ value: 1, ageMs: 10, source: 'cache' });
  expect(partner.asked).toBe(1);
  pass(1);
  expect(await read()).toEqual({ value: 1, ageMs: 11, source: 'stale' });
  await settle();
  expect(await read()).toEqual({ value: 2, ageMs: 0, source: 'cache' });
});

test('while the partner is down, what is known is served with its age, until it is too old', async () => {
  const { read, pass, settle, partner } = rig();
  await read();
  partner.down = true;
  for (const ageMs of [40, 80]) {
    pass(40);
    expect(await read()).toEqual({ value: 1, ageMs, source: 'stale' });
    await settle();
  }
  pass(21);
  await expect(read()).rejects.toThrow('down');
  partner.down = false;
  expect((await read()).source).toBe('fresh');
});

test('a fault is not kept: the next read asks again', async () => {
  const { read, partner } = rig();
  partner.down = true;
  await expect(read()).rejects.toThrow('down');
  partner.down = false;
  expect(await read()).toMatchObject({ value: 2, source: 'fresh' });
});

test('the age counts from the question: an answer may be as old as that', async () => {
  const { read, pass, partner } = rig();
  partner.holds = true;
  const reading = read();
  pass(7);
  partner.waiting.forEach((release) => release());
  expect(await reading).toEqual({ value: 1, ageMs: 7, source: 'fresh' });
});

test.each([
  [true, 1],
  [false, 20],
])('coalescing %p: twenty reads at once ask %i times', async (coalesce, times) => {
  const { read, partner } = rig({ coalesce });
  const readings = await Promise.all(Array.from({ length: 20 }, () => read()));
  expect(partner.asked).toBe(times);
  expect(new Set(readings.map(({ value }) => value)).size).toBe(times);
});

test('a fault goes to everybody who waits for the same answer', async () => {
  const { read, partner } = rig();
  partner.down = true;
  const settled = await Promise.allSettled([read(), read(), read('other')]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(partner.asked).toBe(2);
});

test('without coalescing, an answer to an older question does not overwrite a newer one', async () => {
  const { read, pass, partner } = rig({ coalesce: false });
  partner.holds = true;
  const older = read();
  pass(1);
  const newer = read();
  const [releaseOlder, releaseNewer] = partner.waiting;
  releaseNewer?.();
  await newer;
  releaseOlder?.();
  await older;
  expect(await read()).toMatchObject({ value: 2, source: 'cache' });
});

test('the least lately read entry goes first', async () => {
  const { read, partner } = rig();
  for (const key of ['a', 'b', 'c', 'a', 'd']) await read(key);
  expect(partner.asked).toBe(4);
  expect([(await read('a')).source, (await read('b')).source]).toEqual(['cache', 'fresh']);
});

test('whatever happens, nothing older than staleMs is served, and no age is a guess', async () => {
  const steps = fc.array(fc.record({ ms: fc.nat(150), down: fc.boolean(), key: fc.constantFrom('a', 'b', 'c', 'd') }));
  await fc.assert(
    fc.asyncProperty(steps, async (walk) => {
      const { read, pass, settle, partner } = rig();
      let now = 0;
      const askedAt = new Map<number, number>();
      for (const { ms, down, key } of walk) {
        pass(ms);
        now += ms;
        partner.down = down;
        const before = partner.asked;
        const reading = await read(key).catch(() => undefined);
        await settle();
        for (let answer = before + 1; answer <= partner.asked; answer += 1) askedAt.set(answer, now);
        if (!reading) continue;
        expect(reading.ageMs).toBe(now - (askedAt.get(reading.value) ?? NaN));
        expect(reading.ageMs).toBeLessThanOrEqual(limits.staleMs);
        expect(reading.source === 'stale').toBe(reading.ageMs > limits.freshMs);
      }
    }),
  );
});
