import { searchEvent } from '#domain/events/search';

const search = {
  searchId: 'search_1',
  customerId: 'cus_1',
  programId: 'test-toys',
  sessionId: null,
  query: 'trains',
  results: 3,
  personalized: true,
  arms: { taste: 'with' },
};

it('a search is told once, with what its metrics need', () => {
  expect(searchEvent(search, 5)).toEqual({
    id: 'everbox:search_1:search',
    kind: 'search',
    customerId: 'cus_1',
    programId: 'test-toys',
    sku: null,
    subscriptionId: null,
    sessionId: null,
    occurredAtMs: 5,
    data: { query: 'trains', searchId: 'search_1', results: 3, personalized: true, arms: { taste: 'with' } },
  });
});

it.each([
  ['a\u0000b\u001b[2J', 'a b [2J'],
  ['half \ud83d a pair', 'half   a pair'],
  ['🚂'.repeat(300), '🚂'.repeat(200)],
  ['x'.repeat(10_000), 'x'.repeat(200)],
])('whatever was typed can be stored, and is bounded', (query, stored) => {
  expect(searchEvent({ ...search, query }, 5).data.query).toBe(stored);
});
