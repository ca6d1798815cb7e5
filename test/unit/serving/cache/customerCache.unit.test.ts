import type { ChangeListener } from '#serving/cache/changes';
import { CustomerCache } from '#serving/cache/customerCache';
import { hearing } from '../hearing';

const value = (text: string) => async (): Promise<string> => text;

test('keeps what it made, for each customer and key apart', async () => {
  const { changes } = hearing();
  const cache = new CustomerCache<string>(changes);
  expect(await cache.make('ada', 'toys', value('a'))).toBe('a');
  await cache.make('ada', 'books', value('b'));
  await cache.make('bob', 'toys', value('c'));
  expect(cache.get('ada', 'toys')).toBe('a');
  expect(cache.get('ada', 'books')).toBe('b');
  expect(cache.get('bob', 'toys')).toBe('c');
  expect(cache.get('bob', 'books')).toBeUndefined();
});

test('who acts loses what is kept of them, and nobody else does', async () => {
  const { changes, say } = hearing();
  const cache = new CustomerCache<string>(changes);
  for (const customer of ['ada', 'bob']) await cache.make(customer, 'toys', value(customer));
  say((listener) => listener.customerActed('ada'));
  expect(cache.get('ada', 'toys')).toBeUndefined();
  expect(cache.get('bob', 'toys')).toBe('bob');
});

test.each<[string, (listener: ChangeListener) => void]>([
  ['a published model', (listener) => listener.modelPublished('toys')],
  ['a time without messages', (listener) => listener.missed()],
])('%s drops everything', async (_, message) => {
  const { changes, say } = hearing();
  const cache = new CustomerCache<string>(changes);
  await cache.make('ada', 'toys', value('a'));
  say(message);
  expect(cache.get('ada', 'toys')).toBeUndefined();
});

test('what was being made while a message came is given, and not kept', async () => {
  const { changes, say } = hearing();
  const cache = new CustomerCache<string>(changes);
  const made = await cache.make('ada', 'toys', async () => {
    say((listener) => listener.customerActed('ada'));
    return 'from before';
  });
  expect(made).toBe('from before');
  expect(cache.get('ada', 'toys')).toBeUndefined();
});

test('while messages are not heard, nothing is kept, and nothing kept is given', async () => {
  const { changes } = hearing();
  const cache = new CustomerCache<string>(changes);
  await cache.make('ada', 'toys', value('a'));
  Object.assign(changes, { isListening: false });
  expect(cache.get('ada', 'toys')).toBeUndefined();
  await cache.make('ada', 'books', value('b'));
  Object.assign(changes, { isListening: true });
  expect(cache.get('ada', 'books')).toBeUndefined();
});

test('a failure is given on, and not kept', async () => {
  const { changes } = hearing();
  const cache = new CustomerCache<string>(changes);
  await expect(cache.make('ada', 'toys', () => Promise.reject(new Error('no database')))).rejects.toThrow(
    'no database',
  );
  expect(cache.get('ada', 'toys')).toBeUndefined();
});

test('keys of one customer are bounded', async () => {
  const { changes } = hearing();
  const cache = new CustomerCache<string>(changes, 2);
  for (const key of ['a', 'b', 'b', 'c']) await cache.make('ada', key, value(key));
  expect(['a', 'b', 'c'].map((key) => cache.get('ada', key))).toEqual([undefined, undefined, 'c']);
});
