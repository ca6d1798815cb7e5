import fc from 'fast-check';
import { judge, type Verdict } from '#usecases/events/judge';
import { eventKinds } from '#domain/events/types';
import { dayMs } from '#domain/time';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
const customer = { role: 'customer', subject: 'cus_1', expiresAtMs: 0 } as const;
const service = { role: 'service', subject: 'svc_1', expiresAtMs: 0 } as const;
const at = (ms: number): string => new Date(ms).toISOString();

const good = {
  id: 'event-1',
  occurredAt: at(nowMs - 1_000),
  customerId: 'cus_1',
  programId: 'stem-toys',
  sku: 'toy-1',
  subscriptionId: 'sub_1',
  sessionId: 'session_1',
};
const dataOf: Record<string, object> = {
  search: { query: 'trains' },
  rate: { stars: 5 },
  rateSubscription: { stars: 1 },
  fit: { fit: 'good' },
  swap: { to: 'toy-2' },
  return: { reason: 'tooSmall' },
};
const eventOf = (kind: string, change: object = {}) => ({ ...good, kind, data: dataOf[kind] ?? {}, ...change });
const reasonOf = (verdict: Verdict): string => ('fault' in verdict ? verdict.fault.reason : 'good');
const judged = (raw: unknown, caller: typeof customer | typeof service = service): string =>
  reasonOf(judge(raw, caller, nowMs, 400));

test.each(eventKinds)('%s of a service is good, and says what was sent', (kind) => {
  const event = eventOf(kind);
  const { occurredAt: _text, ...rest } = event;
  expect(judge(event, service, nowMs, 400)).toEqual({
    event: { ...rest, source: 'service', occurredAtMs: nowMs - 1_000 },
  });
});

test('a customer says what customers know, and nothing else', () => {
  const refused = eventKinds.filter((kind) => judged(eventOf(kind), customer) !== 'good');
  expect(refused.sort()).toEqual(['cancel', 'deliver', 'renew', 'select', 'signUp']);
});

test.each([
  ['view', 'sku'],
  ['view', 'programId'],
  ['rate', 'data'],
  ['search', 'data'],
  ['fit', 'data'],
  ['skip', 'subscriptionId'],
  ['rateSubscription', 'subscriptionId'],
  ['view', 'id'],
  ['view', 'occurredAt'],
  ['view', 'customerId'],
])('%s needs %s', (kind, field) => {
  const verdict = judge(eventOf(kind, { [field]: undefined }), service, nowMs, 400);
  expect(verdict).toMatchObject({ fault: { reason: 'malformed', field } });
});

test('of an unknown kind the known ones are listed', () => {
  expect(judge(eventOf('dance'), service, nowMs, 400)).toEqual({
    fault: {
      reason: 'unknownKind',
      field: 'kind',
      message: expect.stringMatching(/^must be one of view, .*, signUp$/),
    },
  });
});

test('time: five minutes ahead at most, and not older than events are kept', () => {
  const of = (ms: number): string => judged(eventOf('view', { occurredAt: at(ms) }));
  expect([of(nowMs + 5 * 60_000), of(nowMs + 5 * 60_000 + 1)]).toEqual(['good', 'inTheFuture']);
  expect([of(nowMs - 400 * dayMs), of(nowMs - 400 * dayMs - 1)]).toEqual(['good', 'tooOld']);
});

test('a name of a field that is text of an attacker is shown as one bounded line', () => {
  const verdict = judge({ ...eventOf('view'), ['a\nb\u0000'.repeat(200)]: 1 }, service, nowMs, 400);
  if (!('fault' in verdict)) throw new Error('it was found good');
  expect(verdict.fault.field).toMatch(/^[^\n\0]{1,200}$/);
});

test('every value has one verdict, and nothing is thrown', () => {
  const field = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(good)));
  const nearlyGood = fc
    .record({
      kind: fc.constantFrom(...eventKinds, 'dance'),
      change: fc.dictionary(fc.constantFrom(...Object.keys(good), 'data'), field),
    })
    .map(({ kind, change }) => eventOf(kind, change));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), nearlyGood), fc.constantFrom(customer, service), (raw, caller) => {
      const verdict = judge(raw, caller, nowMs, 400);
      expect('event' in verdict !== 'fault' in verdict).toBe(true);
      // A customer's event is never stored for anybody else.
      if ('event' in verdict && caller.role === 'customer') expect(verdict.event.customerId).toBe('cus_1');
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['data.weight', '{"weight":1e400}'],
  ['data.deep.0', '{"deep":[-1e400]}'],
  ['data.__proto__', '{"__proto__":{"x":1}}'],
  ['data.a.constructor', '{"a":{"constructor":1}}'],
])('what cannot be kept is refused by its field: %s', (field, data) => {
  const raw: unknown = { ...eventOf('view'), data: JSON.parse(data) };
  expect(judge(raw, service, nowMs, 400)).toEqual({ fault: expect.objectContaining({ reason: 'malformed', field }) });
});

test.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z'])('a year that nothing counts with: %s', (occurredAt) => {
  expect(judge(eventOf('view', { occurredAt }), service, nowMs, 400)).toMatchObject({ fault: { field: 'occurredAt' } });
});
