import fc from 'fast-check';
import { Registry } from 'prom-client';
import type { EventBatch } from '#usecases/events/group';
import { EventIntake } from '#usecases/events/intake';
import { eventMetrics } from '#usecases/events/metrics';
import { takeEvents } from '#usecases/events/take';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
const caller = { role: 'customer', subject: 'cus_1', expiresAtMs: 0 } as const;

const batchOf = (size: number): EventBatch => ({ events: Array.from({ length: size }), dead: [] }) as never;
const metrics = () => eventMetrics(new Registry());

/** A store that commits when it is told to. */
function slowStore() {
  const commits: { sizes: number[]; end: (error?: Error) => void }[] = [];
  const store = (batches: EventBatch[]): Promise<number[]> =>
    new Promise((resolve, reject) => {
      const sizes = batches.map(({ events }) => events.length);
      commits.push({ sizes, end: (error) => (error ? reject(error) : resolve(sizes)) });
    });
  return { commits, store };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what comes in during a commit shares the next one, up to its bound', async () => {
  const { commits, store } = slowStore();
  const intake = new EventIntake(store, metrics(), { maxWaiting: 100, maxCommitted: 10 });
  const answers = [3, 4, 5, 6, 20].map((size) => intake.add(batchOf(size)));
  for (let n = 0; n < 4; n++) {
    await settled();
    commits[n]?.end();
  }
  expect(await Promise.all(answers)).toEqual([3, 4, 5, 6, 20]);
  expect(commits.map(({ sizes }) => sizes)).toEqual([[3], [4, 5], [6], [20]]);
});

test('nobody is answered before the commit, and a failed one fails those in it only', async () => {
  const { commits, store } = slowStore();
  const intake = new EventIntake(store, metrics(), { maxWaiting: 100, maxCommitted: 10 });
  const first = intake.add(batchOf(1));
  const second = intake.add(batchOf(2));
  const early = await Promise.race([first, settled().then(() => 'not yet')]);
  expect(early).toBe('not yet');
  commits[0]?.end(new Error('Postgres was killed'));
  await expect(first).rejects.toThrow('Postgres was killed');
  await settled();
  commits[1]?.end();
  expect(await second).toBe(2);
});

test('a value that Postgres does not take keeps out its own request only', async () => {
  const isBad = ({ events }: EventBatch): boolean => events.length === 2;
  const store = async (batches: EventBatch[]): Promise<number[]> => {
    if (batches.some(isBad)) throw Object.assign(new Error('invalid byte sequence'), { code: '22021' });
    return batches.map(({ events }) => events.length);
  };
  const intake = new EventIntake(store, metrics(), { maxWaiting: 100, maxCommitted: 100 });
  const answers = await Promise.allSettled([1, 1, 2, 3].map((size) => intake.add(batchOf(size))));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  intake.requireRoom(100); // nothing is held any more
});

test('the queue is bounded, and an idle process takes any batch', async () => {
  const { commits, store } = slowStore();
  const intake = new EventIntake(store, metrics(), { maxWaiting: 10, maxCommitted: 10 });
  intake.requireRoom(50);
  const answer = intake.add(batchOf(8));
  expect(() => intake.requireRoom(2)).not.toThrow();
  expect(() => intake.requireRoom(3)).toThrow(
    expect.objectContaining({ type: 'TooManyEvents', extras: { retryAfterSeconds: 2 } }),
  );
  commits[0]?.end();
  await answer;
  expect(() => intake.requireRoom(11)).not.toThrow();
});

test('every event of a batch is accepted, a duplicate or rejected, and the counts add up', async () => {
  const event = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'bad id'),
    kind: fc.constantFrom('view', 'dance', 'deliver'),
    occurredAt: fc.constantFrom('2026-11-23T11:00:00Z', '2020-01-01T00:00:00Z', 'yesterday'),
    programId: fc.constant('stem-toys'),
    sku: fc.constant('toy-1'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(event, fc.jsonValue()), { minLength: 1, maxLength: 20 }), async (events) => {
      const stored = new Set<string>();
      const store = async (batches: EventBatch[]): Promise<number[]> =>
        batches.map((batch) => {
          const before = stored.size;
          for (const { id } of batch.events) stored.add(id);
          return stored.size - before;
        });
      const to = { metrics: metrics(), retentionDays: 400 };
      const intake = new EventIntake(store, to.metrics, { maxWaiting: 100, maxCommitted: 10 });
      const first = await takeEvents(events, caller, nowMs, { ...to, intake });
      expect(first.accepted + first.duplicates + first.rejected.length).toBe(events.length);
      expect(first.accepted).toBe(stored.size);
      const again = await takeEvents(events, caller, nowMs, { ...to, intake });
      expect(again).toEqual({ ...first, accepted: 0, duplicates: first.accepted + first.duplicates });
    }),
  );
});
