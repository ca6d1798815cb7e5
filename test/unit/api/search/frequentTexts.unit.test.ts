import { FrequentTexts } from '#api/search/frequentTexts';
import type { Queryable } from '#db/pool';

/** What is written, as [text, searches]. */
function written(): { db: Queryable; rows: [string, number][] } {
  const rows: [string, number][] = [];
  const query = async (_text: string, [, texts, searches]: [string[], string[], number[]]) => {
    for (const [n, text] of texts.entries()) rows.push([text, searches[n]!]);
  };
  return { db: { query } as unknown as Queryable, rows };
}

test('what fewer than three customers typed is never written, however often they did', async () => {
  const { db, rows } = written();
  const texts = new FrequentTexts();
  for (let n = 0; n < 20; n += 1) texts.count('toys', 'my name is anna', n % 2 ? 'cus_1' : 'cus_2');
  await texts.flush(db);
  expect(rows).toEqual([]);
});

test('every search is counted once the third customer types it, and once only', async () => {
  const { db, rows } = written();
  const texts = new FrequentTexts();
  for (const customer of ['cus_1', 'cus_1', 'cus_2', 'cus_3']) texts.count('toys', 'Lego', customer);
  await texts.flush(db);
  await texts.flush(db);
  texts.count('toys', 'lego', 'cus_1');
  await texts.flush(db);
  expect(rows).toEqual([
    ['lego', 4],
    ['lego', 1],
  ]);
});

test('nothing, and what nobody types twice, is not counted', async () => {
  const { db, rows } = written();
  const texts = new FrequentTexts();
  for (const customer of ['cus_1', 'cus_2', 'cus_3']) {
    texts.count('toys', '', customer);
    texts.count('toys', 'x'.repeat(61), customer);
  }
  await texts.flush(db);
  expect(rows).toEqual([]);
});
