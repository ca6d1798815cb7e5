import { inTransaction } from '#db/pool';
import { publishProgram } from '#db/catalog/programs';
import { IndexKeeper } from '#serving/search/indexKeeper';
import { plainQuery } from '#serving/search/question';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import { ApiRig } from '../rig';
import { addItem, openShop, programId } from './shop';

let rig: ApiRig;
/** As two API processes have them: one listens, the other asks whenever it is asked. */
let listens: IndexKeeper;
let asks: IndexKeeper;

beforeAll(async () => {
  rig = await ApiRig.open();
  await openShop(rig);
  listens = new IndexKeeper(rig.database.pool);
  listens.start();
  asks = new IndexKeeper(rig.database.pool);
  await listens.of(programId);
});
afterAll(async () => {
  await listens.stop();
  await rig.close();
});

const change = (statement: string, values: unknown[] = []) => rig.database.pool.query(statement, values);

async function foundBy(keeper: IndexKeeper, text: string): Promise<string[]> {
  const index = await keeper.of(programId);
  const { hits, fallback } = index!.search({ ...plainQuery(text), limit: 100 }, null);
  // What is shown in the place of nothing was not found.
  return fallback === 'none' ? hits.map(({ document }) => document.sku) : [];
}

/** Both come to the same, the one that listens within moments. */
async function expectBoth(text: string, isRight: (skus: string[]) => boolean): Promise<void> {
  expect(isRight(await foundBy(asks, text))).toBe(true);
  // An item and its stock come one after the other: the one that listens may have heard of the first only.
  const [one, other] = await waitFor(`the messages about ${text}`, async () => {
    const found = isRight(await foundBy(listens, text));
    const both = [await listens.of(programId), await asks.of(programId)] as const;
    return found && both[0]?.content === both[1]?.content ? both : undefined;
  });
  const query = { ...plainQuery(''), limit: 100 };
  expect(one!.search(query, null)).toEqual(other!.search(query, null));
}

test('an item that comes, changes and goes is followed, without a restart', async () => {
  await addItem(rig, { sku: 'new-1', title: 'Zeppelin' });
  await expectBoth('zeppelin', (skus) => skus.includes('new-1'));
  await change(`UPDATE items SET title = 'Submarine' WHERE sku = 'new-1'`);
  await expectBoth('submarine', (skus) => skus[0] === 'new-1');
  await change(`DELETE FROM stock WHERE sku = 'new-1'`);
  await change(`DELETE FROM items WHERE sku = 'new-1'`);
  await expectBoth('submarine', (skus) => !skus.includes('new-1'));
});

test('the last unit going, and the first coming back, is followed; what is between costs nothing', async () => {
  await addItem(rig, { sku: 'last-1', title: 'Gyroscope', onHand: 2 });
  const inStock = async (keeper: IndexKeeper) => {
    const index = await keeper.of(programId);
    const { hits } = index!.search(plainQuery('gyroscope'), null);
    return hits[0]!.document.inStock;
  };
  await expectBoth('gyroscope', (skus) => skus.includes('last-1'));
  const told = () => rig.count('search_changes', `sku = 'last-1'`);
  const before = await told();
  await change(`UPDATE stock SET reserved = 1 WHERE sku = 'last-1'`);
  expect(await told()).toBe(before);
  await change(`UPDATE stock SET reserved = 2 WHERE sku = 'last-1'`);
  expect(await told()).toBe(before + 1);
  await waitFor('sold out', async () => ((await inStock(listens)) || (await inStock(asks)) ? undefined : true));
  await change(`UPDATE stock SET reserved = 0 WHERE sku = 'last-1'`);
  await waitFor('back', async () => ((await inStock(listens)) && (await inStock(asks)) ? true : undefined));
});

test('a change whose transaction is long under way is not missed by what came after it', async () => {
  await inTransaction(rig.database.pool, async (tx) => {
    await tx.query(`UPDATE items SET title = 'Kaleidoscope' WHERE program_id = $1 AND sku = 'item-01'`, [programId]);
    await addItem(rig, { sku: 'quick-1', title: 'Periscope' });
    await expectBoth('periscope', (skus) => skus.includes('quick-1'));
    expect(await foundBy(asks, 'kaleidoscope')).not.toContain('item-01');
  });
  await expectBoth('kaleidoscope', (skus) => skus[0] === 'item-01');
});

test('a program that is published with other categories finds other items', async () => {
  await addItem(rig, { sku: 'garden-2', title: 'Wheelbarrow', categoryPath: ['Garden'] });
  await expectBoth('wheelbarrow', (skus) => !skus.includes('garden-2'));
  const { selection } = toyProgram();
  const categories = { include: ['Toys', 'Garden'], exclude: [] };
  await publishProgram(rig.database.pool, toyProgram({ id: programId, selection: { ...selection, categories } }));
  await expectBoth('wheelbarrow', (skus) => skus[0] === 'garden-2');
  const search = { synonyms: [['wheelbarrow', 'pushcart']] };
  await publishProgram(
    rig.database.pool,
    toyProgram({ id: programId, selection: { ...selection, categories }, search }),
  );
  await expectBoth('pushcart', (skus) => skus[0] === 'garden-2');
});

test('samples make way for the first item of a merchant', async () => {
  await change('UPDATE items SET is_sample = true WHERE program_id = $1', [programId]);
  await expectBoth('', (skus) => skus.length > 10);
  await addItem(rig, { sku: 'own-1', title: 'Our own' });
  await expectBoth('', (skus) => skus.length === 1);
});

test('a connection that was lost is made up for', async () => {
  await change(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN search%'`,
  );
  await addItem(rig, { sku: 'unheard-1', title: 'Unheard of' });
  await expectBoth('unheard', (skus) => skus.includes('unheard-1'));
});
