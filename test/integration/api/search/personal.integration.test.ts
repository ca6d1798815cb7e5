import { randomUUID } from 'node:crypto';
import type { Queryable } from '#db/pool';
import { pageText } from '#api/resources/search';
import { SearchService } from '#serving/search/service';
import { plainQuery } from '#serving/search/question';
import { waitFor } from '#test/support/waitFor';
import { type Answer, ApiRig } from '../rig';
import { openShop, programId, search, skusOf } from './shop';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
  await openShop(rig);
});
afterAll(() => rig.close());

/** A customer who looked at everything that has to do with dinosaurs. */
const likesDinosaurs = (customerId: string) => views(customerId, ['item-33', 'item-35', 'item-37', 'item-39']);

async function views(customerId: string, skus: string[], session?: string): Promise<void> {
  const events = skus.map((sku) => ({
    id: randomUUID(),
    kind: 'view',
    programId,
    sku,
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
    ...(session ? { sessionId: session } : {}),
  }));
  const { body } = await rig.call('POST', '/v1/events', { role: 'customer', subject: customerId, body: { events } });
  expect(body.rejected).toEqual([]);
}

const turn = (customerId: string, enabled: boolean) =>
  rig.call('PUT', '/v1/me/personalization', { role: 'customer', subject: customerId, body: { enabled } });

/** What must be the same for whoever asks, when nothing of them counts. */
function answerOf({ body }: Answer) {
  const { personalization: _why, searchId: _id, next: _cursor, ...answer } = body;
  return answer;
}

/** Every statement that a service sends, and what it came to. */
function spied(): { db: typeof rig.database.pool; statements: string[] } {
  const statements: string[] = [];
  const { pool } = rig.database;
  const query = (...args: unknown[]) => {
    const [first] = args as [string | { text: string }];
    statements.push(typeof first === 'string' ? first : first.text);
    return (pool.query as (...all: unknown[]) => unknown)(...args);
  };
  const db = Object.create(pool, { query: { value: query as Queryable['query'] } }) as typeof pool;
  return { db, statements };
}

const ofCustomer = /customer|taste|events|subscription|cycles|ratings|search_answers/i;

test('the same search ranks differently for whom it is known that they like dinosaurs, and says why', async () => {
  await likesDinosaurs('cus_dino');
  const anonymous = await search(rig, {}, { role: 'service' });
  expect(anonymous.body.personalization).toMatchObject({ applied: false, reason: 'nobody' });
  const personal = await search(rig, {}, { subject: 'cus_dino' });
  expect(personal.body.personalization).toMatchObject({ applied: true, reason: 'yourTaste' });
  expect(personal.body.personalization.why).toMatch(/dinosaur/i);
  expect(skusOf(personal)).not.toEqual(skusOf(anonymous));
  expect(personal.body.items[0].title).toMatch(/Dinosaur/);
  expect(personal.body.total).toBe(anonymous.body.total);
});

test('personalized pages neither repeat nor lose an item', async () => {
  await likesDinosaurs('cus_pages');
  const caller = { subject: 'cus_pages' };
  for (const q of ['', 'magnetic']) {
    const whole = skusOf(await search(rig, { q, limit: '100' }, caller));
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await search(rig, { q, limit: '5', ...(cursor ? { cursor } : {}) }, caller);
      expect(page.body.personalization.applied).toBe(true);
      seen.push(...skusOf(page));
      cursor = page.body.next;
    }
    expect(seen).toEqual(whole);
  }
});

test('what is done between two pages moves nothing from one to the other, and counts in the next search', async () => {
  await likesDinosaurs('cus_reader');
  const session = 'reading';
  const caller = { subject: 'cus_reader' };
  const whole = skusOf(await search(rig, { session, limit: '100' }, caller));
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await search(rig, { session, limit: '8', ...(cursor ? { cursor } : {}) }, caller);
    seen.push(...skusOf(page));
    cursor = page.body.next;
    await views('cus_reader', [whole.at(-1)!, whole.at(-2)!], session);
  }
  expect(seen).toEqual(whole);
  await waitFor('the next search to know', async () => {
    const after = skusOf(await search(rig, { session, limit: '100' }, caller));
    return after.join() === whole.join() ? undefined : true;
  });
});

test("a page after personalization was turned off is nobody's", async () => {
  await likesDinosaurs('cus_stops');
  const caller = { subject: 'cus_stops' };
  const first = await search(rig, { limit: '5' }, caller);
  await turn('cus_stops', false);
  const next = await search(rig, { limit: '5', cursor: first.body.next }, caller);
  expect(next.body.personalization).toMatchObject({ applied: false, reason: 'offForGood' });
});

test.each(['the setting', 'the parameter'])(
  'off by %s means off: an anonymous answer, nothing read, nothing kept',
  async (by) => {
    const customerId = by === 'the setting' ? 'cus_off' : 'cus_off_once';
    await likesDinosaurs(customerId);
    if (by === 'the setting') await turn(customerId, false);
    const off: Record<string, string> = by === 'the parameter' ? { personalized: 'false' } : {};
    const eventsBefore = await rig.count('events', `customer_id = '${customerId}'`);
    for (const q of ['', 'train', 'dinosaur']) {
      const anonymous = await search(rig, { q }, { role: 'service' });
      const answer = await search(rig, { q, ...off }, { subject: customerId });
      expect(answerOf(answer)).toEqual(answerOf(anonymous));
      expect(answer.body.personalization).toMatchObject({
        applied: false,
        reason: by === 'the setting' ? 'offForGood' : 'offForThisSearch',
      });
    }
    // Events are written beside the answer: one that is kept, sent after them, shows that theirs would be there.
    await search(rig, { q: 'kept' }, { subject: 'cus_kept' });
    await waitFor('a search to be kept', async () =>
      (await rig.count('events', `customer_id = 'cus_kept'`)) ? true : undefined,
    );
    expect(await rig.count('events', `customer_id = '${customerId}'`)).toBe(eventsBefore);
    expect(await rig.count('search_answers', `customer_id = '${customerId}'`)).toBe(0);
    expect(await rig.count('taste_profiles', `customer_id = '${customerId}'`)).toBe(0);

    const { db, statements } = spied();
    const service = new SearchService(db, pageText);
    const request = {
      programId,
      customerId,
      sessionId: null,
      query: plainQuery('dinosaur'),
      tasteAsOf: null,
      shown: 0,
    };
    await service.search({ ...request, personalized: by === 'the setting' }, Date.now());
    const aboutThem = statements.filter(
      (text) => ofCustomer.test(text) && !text.includes('customer_id = $2 AND content = $3'),
    );
    if (by === 'the parameter') expect(aboutThem).toEqual([]);
    else expect(aboutThem).toEqual([expect.stringContaining('ON coalesce(c.personalization, true) AND')]);
  },
);

test('turned on again, what they do counts again; nothing from while it was off does', async () => {
  await turn('cus_again', false);
  await likesDinosaurs('cus_again');
  await turn('cus_again', true);
  expect((await search(rig, {}, { subject: 'cus_again' })).body.personalization.reason).toBe('nothingKnown');
  await likesDinosaurs('cus_again');
  expect((await search(rig, {}, { subject: 'cus_again' })).body.personalization.applied).toBe(true);
});

test('a search is kept as an event, once, with what was found; letters after letters cost no answer', async () => {
  const { body } = await search(rig, { q: 'wooden puzle', session: 'session-1', limit: '1' }, { subject: 'cus_event' });
  await search(
    rig,
    { q: 'wooden puzle', session: 'session-1', limit: '1', cursor: body.next },
    { subject: 'cus_event' },
  );
  await search(rig, {}, { subject: 'cus_event' });
  const read = () =>
    rig.database.pool.query<{ id: string; session: string; data: Record<string, unknown>; source: string }>(
      `SELECT id, session_id AS session, data, source FROM events WHERE customer_id = 'cus_event' AND kind = 'search'`,
    );
  await waitFor('the event', async () => ((await read()).rows.length > 0 ? true : undefined));
  const { rows } = await read();
  expect(rows).toEqual([
    {
      id: `everbox:${body.searchId}:search`,
      session: 'session-1',
      source: 'everbox',
      data: expect.objectContaining({
        searchId: body.searchId,
        query: 'wooden puzle',
        results: body.total,
        personalized: false,
      }),
    },
  ]);
});

test('a search that found nothing is kept as one, whatever was shown instead', async () => {
  const { body } = await search(rig, { q: 'zzzzqqq' }, { subject: 'cus_lost' });
  expect(body).toMatchObject({ fallback: 'popular' });
  expect(body.total).toBeGreaterThan(0);
  const kept = await waitFor('the event', async () => {
    const { rows } = await rig.database.pool.query<{ data: { results: number } }>(
      `SELECT data FROM events WHERE customer_id = 'cus_lost' AND kind = 'search'`,
    );
    return rows[0];
  });
  expect(kept.data.results).toBe(0);
});

test('an order by price reads nothing of the customer', async () => {
  await likesDinosaurs('cus_price');
  const { body } = await search(rig, { sort: 'priceLow' }, { subject: 'cus_price' });
  expect(body.personalization).toMatchObject({ applied: false, reason: 'sortedOtherwise' });
});

test('a customer cannot search as another one', async () => {
  const answer = await search(rig, { customerId: 'cus_dino' }, { subject: 'cus_stranger' });
  expect(answer.status).toBe(403);
});
