import { publishProgram } from '#db/catalog/programs';
import { toyProgram } from '#test/support/toyProgram';
import type { Answer, ApiRig } from '../rig';

export const programId = 'test-search';
const adjectives = ['Red', 'Blue', 'Wooden', 'Giant', 'Tiny', 'Magnetic', 'Classic', 'Musical'];
const nouns = ['Train', 'Robot', 'Puzzle', 'Castle', 'Dinosaur', 'Telescope'];

interface NewItem {
  sku: string;
  title: string;
  brand?: string | null;
  categoryPath?: string[];
  priceCents?: number;
  onHand?: number;
}

export async function addItem(rig: ApiRig, item: NewItem, ofProgram = programId): Promise<void> {
  const { sku, title, brand = 'Brand', categoryPath = ['Toys', 'Other'], priceCents = 1_000, onHand = 5 } = item;
  await rig.database.pool.query(
    `WITH item AS (INSERT INTO items (program_id, sku, title, category_path, brand, price_cents, rating, review_count)
       VALUES ($1, $2, $3, $4, $5, $6, 4.5, 20))
     SELECT`,
    [ofProgram, sku, title, categoryPath, brand, priceCents],
  );
  await rig.database.pool.query('INSERT INTO stock (program_id, sku, on_hand) VALUES ($1, $2, $3)', [
    ofProgram,
    sku,
    onHand,
  ]);
}

/** A program of 48 toys, of two brands and three aisles. */
export async function openShop(rig: ApiRig): Promise<void> {
  await publishProgram(rig.database.pool, toyProgram({ id: programId }));
  let n = 0;
  for (const noun of nouns) {
    for (const adjective of adjectives) {
      n += 1;
      await addItem(rig, {
        sku: `item-${String(n).padStart(2, '0')}`,
        title: `${adjective} ${noun}`,
        brand: n % 2 ? 'Orrery' : 'Lumen',
        categoryPath: ['Toys', noun === 'Train' || noun === 'Robot' ? 'Vehicles' : 'Rooms', noun],
        priceCents: 500 + n * 10,
      });
    }
  }
}

export async function search(
  rig: ApiRig,
  parameters: Record<string, string> = {},
  caller: { role?: 'customer' | 'service'; subject?: string } = {},
): Promise<Answer> {
  const query = new URLSearchParams({ programId, ...parameters });
  return rig.call('GET', `/v1/search?${query.toString()}`, { role: 'customer', ...caller });
}

export const skusOf = ({ body }: Answer): string[] => body.items.map(({ sku }: { sku: string }) => sku);
