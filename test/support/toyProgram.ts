import type { Queryable } from '#db/pool';
import type { Program } from '#domain/program/types';
import type { ShipmentPolicy } from '#domain/shipment/types';

/** A small program for tests: monthly, two days to decide, everything quick. Change what a test is about. */
export function toyProgram(change: Partial<Program> = {}): Program {
  return {
    id: 'test-toys',
    title: 'Test toys',
    description: 'Toys that exist in tests only',
    currency: 'GBP',
    regions: ['GB', 'IE'],
    plans: [
      {
        id: 'monthly',
        title: 'Monthly',
        chargeCents: 1_999,
        cadence: { every: 1, unit: 'month' },
        maxItemPriceCents: 3_000,
      },
      {
        id: 'weekly',
        title: 'Weekly',
        chargeCents: 999,
        cadence: { every: 1, unit: 'week' },
        maxItemPriceCents: 3_000,
      },
    ],
    cycle: { openHour: 9, openDays: 2, cutoffHour: 18, shipDaysAfterCutoff: 0 },
    billing: { dunningDays: [1, 3] },
    delivery: { method: 'parcel', service: 'standard', overdueDays: 10 },
    shipment: { parkedDays: 60, ratingRequestHours: 24, outOfStock: 'substitute' },
    selection: {
      categories: { include: ['Toys'], exclude: [] },
      interests: [
        { id: 'building', title: 'building', match: ['building'] },
        { id: 'science', title: 'science', match: ['science'] },
      ],
      ratingPrior: { reviews: 5, stars: 4 },
      weights: { rating: 1, awards: 0.5, preference: 1, novelty: 0.5 },
    },
    catalog: {
      categorySeparator: ' > ',
      columns: { sku: 'sku', title: 'title', category: 'category', price: 'price' },
    },
    schedule: { cohorts: 2, everyMinutes: 60, opensPerSecond: 50 },
    ...change,
  };
}

/** Of a shipment of that program: whatever waits for a person or a parcel ends soon. */
export const briefRules: ShipmentPolicy = {
  currency: 'GBP',
  service: 'standard',
  dunningDays: [],
  parkedDays: 1,
  overdueDays: 1,
  ratingRequestHours: 1,
};

/** Ten toys for a program, the lower numbers rated better; `onHand` units of each. */
export async function toyItems(db: Queryable, program: Program, onHand = 1_000, count = 10): Promise<void> {
  for (let n = 1; n <= count; n++) {
    const sku = `toy-${String(n).padStart(2, '0')}`;
    const kind = n % 2 === 0 ? 'Building' : 'Science';
    await db.query(
      `INSERT INTO items (program_id, sku, title, category_path, brand, price_cents, rating, review_count)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 50) ON CONFLICT DO NOTHING`,
      [program.id, sku, `Toy number ${n}`, ['Toys', kind], `Brand ${n % 3}`, 1_000 + n, 5 - n / 10],
    );
    await db.query('INSERT INTO stock (program_id, sku, on_hand) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      program.id,
      sku,
      onHand,
    ]);
  }
}
