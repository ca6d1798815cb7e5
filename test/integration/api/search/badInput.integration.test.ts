import { ApiRig } from '../rig';
import { openShop, programId, search } from './shop';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
  await openShop(rig);
});
afterAll(() => rig.close());

/** What people and machines type; every one of them has an answer. */
const strange: [name: string, text: string][] = [
  ['nothing', ''],
  ['blanks', ' \t\n '],
  ['control characters', 'tra\u0000in\u0007 \u001b[2J ro\u007fbot'],
  ['right to left', 'رجل آلي قطار'],
  ['right to left marks', '\u202Etrain\u202C \u200Frobot'],
  ['emoji', '🚂🤖 👨‍👩‍👧‍👦 train'],
  ['SQL', `'; DROP TABLE items; -- " OR 1=1`],
  ['a regular expression that backtracks', '(a+)+$ ((((((.*)*)*)*)*)*'],
  ['only signs', '"""" **** ((( ]]] \\\\ // %%'],
  ['a phrase without an end', '"wooden train'],
  ['templates', '${7*7} {{constructor}} <script>alert(1)</script>'],
  ['names of prototypes', '__proto__ constructor toString hasOwnProperty'],
  ['one letter many times', 'a'.repeat(200)],
  ['many words', 'a b c d e f g h i j k l m n o p q r s t u v w x y z '.repeat(4).slice(0, 200)],
  ['combining marks', `tra${'\u0301'.repeat(150)}in`],
  ['no letters of ours', '木製の列車 деревянный поезд'],
];

test.each(strange)('%s has an answer', async (_name, q) => {
  const { status, body } = await search(rig, { q });
  expect(status).toBe(200);
  expect(body.items.length + (body.fallback === 'none' ? 1 : 0)).toBeGreaterThan(0);
  expect(body.query).not.toMatch(/[\p{Cc}\p{Cs}]/u);
});

/** What is refused, with the field and the rule that the problem names. */
const refused: [parameters: string, field: string, rule: string][] = [
  [`q=${'x'.repeat(201)}`, 'q', 'max:200'],
  [`q=${'x'.repeat(10_000)}`, 'q', 'max:200'],
  ['q=a&q=b', 'q', 'once'],
  ['q=a&sort=newest&sort=rating', 'sort', 'once'],
  ['q=a&age=3&age=4', 'age', 'once'],
  [`q=a${'&brand=x'.repeat(21)}`, 'brand', 'max:20'],
  [`q=a&brand=x&brand=${'x'.repeat(201)}`, 'brand.1', 'max:200'],
  ['q[]=a', 'q[]', 'undeclared'],
  ['colour=red', 'colour', 'undeclared'],
  ['filters=brand:x', 'filters', 'undeclared'],
  ['__proto__=x', '__proto__', 'undeclared'],
  ['sort=cheapest', 'sort', 'oneOf'],
  ['limit=0', 'limit', 'min:1'],
  ['limit=101', 'limit', 'max:100'],
  ['limit=1e2', 'limit', 'format:regex'],
  ['minPriceCents=-1', 'minPriceCents', 'format:regex'],
  ['minPriceCents=20&maxPriceCents=10', 'minPriceCents', 'range'],
  ['age=121', 'age', 'max:120'],
  ['inStock=maybe', 'inStock', 'oneOf'],
  ['personalized=no', 'personalized', 'oneOf'],
  ['session=a%20b', 'session', 'format:regex'],
  ['cursor=forged', 'cursor', 'cursor'],
  ['cursor=', 'cursor', 'min:1'],
  [`cursor=${'A'.repeat(1_001)}`, 'cursor', 'max:1000'],
  [`cursor=${Buffer.from('{"after":{"band":9,"value":9,"key":"x"},"shown":1,"searchId":"s"}').toString('base64url')}`, 'cursor', 'cursor'], // prettier-ignore
];

test.each(refused)('%.60s is refused: %s (%s)', async (parameters, field, rule) => {
  const answer = await rig.call('GET', `/v1/search?programId=${programId}&${parameters}`, { role: 'customer' });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body.errors).toContainEqual(
    expect.objectContaining({ field, rule, message: expect.stringMatching(/\w/) }),
  );
});

test.each(['brand', 'category', 'size'])(
  '%s: a value that no item has finds what is popular instead; one that is none is refused',
  async (name) => {
    expect((await search(rig, { [name]: `'; DROP TABLE items` })).body).toMatchObject({ fallback: 'popular' });
    const { status, body } = await search(rig, { [name]: 'x'.repeat(301) });
    expect([status, body.errors[0].field]).toEqual([400, name]);
  },
);

test('a cursor of which one character was changed is refused, whichever it is', async () => {
  const { body } = await search(rig, { limit: '5' });
  for (let at = 0; at < body.next.length; at += 7) {
    const other = body.next[at] === 'A' ? 'B' : 'A';
    const cursor = body.next.slice(0, at) + other + body.next.slice(at + 1);
    expect((await search(rig, { limit: '5', cursor })).status).toBe(400);
  }
});

test.each(['GET /v1/search', 'GET /v1/products/item-01'])('%s asks for a program', async (route) => {
  const { status, body } = await rig.call('GET', route.slice(4), { role: 'customer' });
  expect([status, body.errors[0]]).toMatchObject([400, { field: 'programId', rule: 'required' }]);
});

test.each(['%00', 'x'.repeat(101), '%20'])('an SKU that is none is refused', async (sku) => {
  const { status, body } = await rig.call('GET', `/v1/products/${sku}?programId=${programId}`, { role: 'customer' });
  expect([status, body.errors[0].field]).toEqual([400, 'sku']);
});
