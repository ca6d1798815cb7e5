import fc from 'fast-check';
import { z } from 'zod';
import { cohortOf } from '#usecases/subscriptions/cohort';
import { canonicalJson, idempotencyOf } from '#api/http/idempotency';
import type { Endpoint, EndpointRequest } from '#api/http/endpoint';
import { newSubscriptionId, stagedId } from '#usecases/newIds';
import { decodeCursor, pageFrom } from '#api/http/paging';
import { believed } from '#api/http/readiness';
import { isFinal, movesForward, trackingStatuses } from '#domain/shipment/tracking';

describe('cohorts', () => {
  test('stay the same, lie within their number and are even', () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 4_000; n++) {
      const id = newSubscriptionId();
      const cohort = cohortOf(id, 8, null);
      expect(cohortOf(id, 8, null)).toBe(cohort);
      counts.set(cohort, (counts.get(cohort) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    // 500 expected; six standard deviations are 126.
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(126);
  });

  test('are a contract with stored rows: FNV-1a, by its published vectors', () => {
    expect(cohortOf('a', 2 ** 32, null)).toBe(String(0xe40c292c));
    expect(cohortOf('foobar', 2 ** 32, null)).toBe(String(0xbf9cf968));
  });

  test('are of their own on a test clock', () => {
    expect(cohortOf('sub_1', 8, 'clk_1')).toBe('clock-clk_1');
  });
});

test('subscription IDs hold no separator of other IDs', () => {
  expect(newSubscriptionId()).toMatch(/^sub_[A-Za-z0-9]{24,}$/);
  expect(newSubscriptionId()).not.toBe(newSubscriptionId());
});

test('canonical JSON does not depend on the order of keys', () => {
  const shuffled = (value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, part]) => [key, shuffled(part)]),
        )
      : value;
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(canonicalJson(shuffled(plain))).toBe(canonicalJson(plain));
    }),
  );
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

describe('the scope of a key', () => {
  const endpoint = { method: 'post', path: '/v1/subscriptions/{id}/pause' } as Endpoint;
  const request = (change: object = {}) =>
    ({
      caller: { subject: 'cus_1', role: 'customer' },
      params: { id: 'sub_1' },
      query: {},
      body: {},
      ...change,
    }) as EndpointRequest;
  const base = idempotencyOf(endpoint, request(), 'key');

  test.each([
    ['caller', idempotencyOf(endpoint, request({ caller: { subject: 'cus_2', role: 'customer' } }), 'key')],
    ['role', idempotencyOf(endpoint, request({ caller: { subject: 'cus_1', role: 'operator' } }), 'key')],
    ['resource', idempotencyOf(endpoint, request({ params: { id: 'sub_2' } }), 'key')],
    ['route', idempotencyOf({ ...endpoint, path: '/v1/subscriptions/{id}/resume' }, request(), 'key')],
  ])('tells another %s apart', (_name, other) => {
    expect(other.scope).not.toBe(base.scope);
    expect(other.updateId).not.toBe(base.updateId);
  });

  test.each([undefined, 'a b'])('of the form %j is refused with the rule of keys', (header) => {
    expect(() => idempotencyOf(endpoint, request(), header)).toThrow('1 to 128 letters, digits or _ . : -');
  });

  test('gives a retry the same update, and another body the same update with another hash', () => {
    expect(idempotencyOf(endpoint, request(), 'key')).toEqual(base);
    const other = idempotencyOf(endpoint, request({ body: { reason: 'x' } }), 'key');
    expect([other.updateId, other.requestHash === base.requestHash]).toEqual([base.updateId, false]);
    expect(idempotencyOf(endpoint, request(), 'key2').updateId).not.toBe(base.updateId);
    expect(stagedId('addr', base.updateId)).toBe(stagedId('addr', base.updateId));
  });
});

describe('cursors', () => {
  const position = z.strictObject({ below: z.int() });

  test('lead to what comes next, until there is nothing', () => {
    const first = pageFrom([5, 4, 3], 2, (below) => ({ below }), String);
    expect(first.items).toEqual(['5', '4']);
    expect(decodeCursor(position, first.next!)).toEqual({ below: 4 });
    expect(pageFrom([5, 4], 2, (below) => ({ below }), String).next).toBeNull();
    expect(pageFrom([], 2, (below) => ({ below }), String)).toEqual({ items: [], next: null });
  });

  test('that we never gave are refused, whatever they hold', () => {
    const refusal = expect.objectContaining({ type: 'InvalidRequest' });
    const forged = (text: string): unknown => {
      try {
        return decodeCursor(position, text);
      } catch (error) {
        return error;
      }
    };
    for (const text of ['', '!', 'bnVsbA', 'e30', Buffer.from('{"below":1,"x":2}').toString('base64url')]) {
      expect(forged(text)).toEqual(refusal);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(forged(text)).toEqual(refusal);
      }),
    );
  });
});

describe('tracking', () => {
  const status = fc.constantFrom(...trackingStatuses);

  test('ends in the same status whatever is repeated, and never moves back', () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 20 }), (events) => {
        let current: (typeof trackingStatuses)[number] | null = null;
        let ends = 0;
        for (const next of events) {
          if (!movesForward(current, next)) continue;
          if (current !== null)
            expect(trackingStatuses.indexOf(next)).toBeGreaterThan(trackingStatuses.indexOf(current));
          current = next;
          if (isFinal(next)) ends += 1;
        }
        expect(ends).toBe(events.some(isFinal) ? 1 : 0);
        expect(current).toBe(
          events.find(isFinal) ?? trackingStatuses.toReversed().find((known) => events.includes(known)) ?? null,
        );
      }),
    );
  });
});

describe('believed', () => {
  test('asks once for a burst, and again when the first asker was refused long ago', async () => {
    let asked = 0;
    const ask = believed(async () => {
      asked += 1;
      if (asked === 1) throw new Error('down');
      return asked;
    });
    const burst = await Promise.allSettled([ask(), ask(), ask()]);
    expect([asked, burst.every((result) => result.status === 'rejected')]).toEqual([1, true]);
    const now = Date.now();
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now + 1_001);
    try {
      expect(await ask()).toBe(2);
      expect(await ask()).toBe(2);
    } finally {
      clock.mockRestore();
    }
  });
});
