import type { Queryable } from '#db/pool';
import type { Program } from '#domain/program/types';
import { toyProgram } from './toyProgram';

export const wearSizes = ['XS', 'S', 'M', 'L', 'XL'];

/** A small program of things to wear, in five sizes. */
export function wearProgram(change: Partial<Program> = {}): Program {
  return toyProgram({
    id: 'test-wear',
    title: 'Test wear',
    selection: { ...toyProgram().selection, categories: { include: ['Wear'], exclude: [] }, interests: [] },
    catalog: {
      categorySeparator: ' > ',
      columns: { sku: 'sku', title: 'title', category: 'category', price: 'price', style: 'style', size: 'size' },
      defaultStock: 5,
    },
    sizing: {
      kind: 'clothes',
      sizes: wearSizes.map((label, n) => ({
        label,
        ordinal: 4 * n,
        heightCm: { min: 150 + 8 * n, max: 158 + 8 * n },
      })),
      fitSurvey: { delayHours: 24 },
    },
    ...change,
  });
}

/** `style-01-M` and so on: `styles` things in every size, the lower numbers rated better, of two brands. */
export async function wearItems(db: Queryable, styles = 10, onHand = 1_000): Promise<void> {
  for (let n = 1; n <= styles; n++) {
    const style = `style-${String(n).padStart(2, '0')}`;
    for (const size of wearSizes) {
      const item = ['test-wear', `${style}-${size}`];
      await db.query(
        `INSERT INTO items (program_id, sku, title, category_path, brand, price_cents, rating, review_count, style_id, size)
         VALUES ($1, $2, $3, $4, $5, 1500, $6, 50, $7, $8)`,
        [...item, `Thing number ${n}`, ['Wear', 'Tops'], `Brand ${n % 2}`, 5 - n / 10, style, size],
      );
      await db.query('INSERT INTO stock (program_id, sku, on_hand) VALUES ($1, $2, $3)', [...item, onHand]);
    }
  }
}
